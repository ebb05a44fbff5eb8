package dev.millrace.platform.launch;

import java.util.Locale;

/** The few lines a person reads before the log begins. */
final class Console {

  private Console() {}

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  static void complain(String text) {
    System.err.println(text);
  }
}
