package dev.millrace.platform.process;

import java.util.Locale;

/** The few lines a person reads before the log begins. */
public final class Console {

  private Console() {}

  public static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  public static void complain(String text) {
    System.err.println(text);
  }
}
