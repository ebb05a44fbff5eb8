package dev.millrace.platform.error;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Tells what is the matter with a database: trouble that passes by itself, or a text that
 * PostgreSQL cannot keep, from faults of ours.
 *
 * <p>Source: PostgreSQL's SQLSTATE classes 08 (connection), 40 (rollback: deadlock, serialization),
 * 53 (out of resources), 55P03 (lock timeout), 57 (operator intervention: shutdown, cancel); 22021
 * (a character that no text can have: NUL).
 */
final class DatabaseFailure {

  private DatabaseFailure() {}

  /** Whether trying again may help. */
  static boolean isTransient(Throwable failure) {
    return isCausedBy(failure, DatabaseFailure::isTransient);
  }

  /**
   * Whether a text with a NUL was asked for. JSON with one is refused when it is read; parts of a
   * URL come as far as the database.
   */
  static boolean isUnkeepableText(Throwable failure) {
    return isCausedBy(failure, e -> "22021".equals(e.getSQLState()));
  }

  private static boolean isCausedBy(Throwable failure, Predicate<SQLException> test) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && test.test(e)) {
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
