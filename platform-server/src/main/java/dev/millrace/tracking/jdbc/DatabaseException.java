package dev.millrace.tracking.jdbc;

import java.sql.SQLException;

/** A statement failed; the cause tells whether it is worth another try. */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseException(SQLException cause) {
    super(cause);
  }

  /** Whether another row has the key already. */
  public boolean isUniqueViolation() {
    return getCause() instanceof SQLException e && "23505".equals(e.getSQLState());
  }
}
