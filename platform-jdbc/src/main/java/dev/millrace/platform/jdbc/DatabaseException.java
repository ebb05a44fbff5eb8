package dev.millrace.platform.jdbc;

import java.sql.SQLException;

/** A statement failed; the cause tells whether it is worth another try. */
public final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseException(SQLException cause) {
    super(cause);
  }

  /** Whether another row has the key already. */
  public boolean isUniqueViolation() {
    return hasState("23505");
  }

  /** Whether a column was to become null that may not. */
  public boolean isNotNullViolation() {
    return hasState("23502");
  }

  private boolean hasState(String state) {
    return getCause() instanceof SQLException e && state.equals(e.getSQLState());
  }
}
