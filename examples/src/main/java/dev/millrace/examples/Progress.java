package dev.millrace.examples;

import java.io.PrintStream;
import java.util.Locale;

/** What the demo says while it works: short lines, each with the seconds since the start. */
final class Progress {

  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println(text);
  }

  /** A line under a topic; an empty topic continues the one before. */
  void say(String topic, String format, Object... args) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    String time = String.format(Locale.ROOT, "[%5.1f s]", seconds);
    out.printf(
        Locale.ROOT,
        "%9s  %-9s  %s%n",
        topic.isEmpty() ? "" : time,
        topic,
        String.format(Locale.ROOT, format, args));
    out.flush();
  }

  void blank() {
    out.println();
  }
}
