package dev.millrace.cli.reproduce;

/** Writes text that others made into scripts, so that it stays text. */
final class Shell {

  private Shell() {}

  /** One word of a POSIX shell, whatever is in it. */
  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** For comments and lists, where a line's end would begin something else. */
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
