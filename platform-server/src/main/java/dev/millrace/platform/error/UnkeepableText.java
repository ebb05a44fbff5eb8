package dev.millrace.platform.error;

import java.sql.SQLException;

/**
 * Tells that a text was asked for or to be kept which PostgreSQL has no way to keep: one with a NUL
 * character. JSON with such a text is refused when it is read; parts of a URL come this far.
 *
 * <p>Source: PostgreSQL's SQLSTATE 22021, character_not_in_repertoire.
 */
final class UnkeepableText {

  private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

  private UnkeepableText() {}

  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e && CHARACTER_NOT_IN_REPERTOIRE.equals(e.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
