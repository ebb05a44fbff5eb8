package dev.millrace.artifacts;

import java.sql.SQLException;

/** The manifest could not be read or written; the platform's mapper tells whether it may pass. */
final class ArtifactStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ArtifactStoreException(SQLException cause) {
    super(cause);
  }
}
