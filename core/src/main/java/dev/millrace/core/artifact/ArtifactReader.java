package dev.millrace.core.artifact;

import java.io.InputStream;
import java.util.List;

/**
 * Read access to artifacts by the URI of their root, such as {@code
 * mlflow-artifacts:/0/models/m-1/artifacts}. The registry and the serving module read models
 * through it, in the platform server from its own store, in a serving replica over HTTP.
 */
public interface ArtifactReader {

  /**
   * Every file below the root, by path.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the URI is not
   *     one of this server's; an unknown root is an empty list
   */
  List<ArtifactEntry> listAll(String rootUri);

  /**
   * Opens one file; the caller closes it.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where there is no such
   *     file
   */
  InputStream open(String rootUri, String path);
}
