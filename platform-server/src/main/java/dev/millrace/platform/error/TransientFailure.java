package dev.millrace.platform.error;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Locale;

/**
 * Tells trouble that passes by itself from faults of ours.
 *
 * <p>Source: PostgreSQL's SQLSTATE classes 08 (connection), 40 (rollback: deadlock, serialization),
 * 53 (out of resources), 55P03 (lock timeout), 57 (operator intervention: shutdown, cancel).
 */
final class TransientFailure {

  private TransientFailure() {}

  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && isTransient(e)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTransient(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      // Agroal reports a pool without a free connection with no state.
      return e instanceof SQLTransientException
          || String.valueOf(e.getMessage())
              .toLowerCase(Locale.ROOT)
              .contains("acquisition timeout");
    }
    return state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.equals("55P03");
  }
}
