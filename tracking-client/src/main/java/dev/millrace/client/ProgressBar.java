package dev.millrace.client;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line that is written over and over, and wiped at the end. */
final class ProgressBar implements Progress {

  private static final long MOMENT_NANOS = 1_000_000_000;
  private static final long REDRAW_NANOS = 200_000_000;
  private static final int WIDTH = 30;
  private static final double MEGA = 1e6;
  private static final String WIPE = "\r\u001b[K";

  /** What the work is counted in. */
  enum Unit {
    BYTES,
    ROWS
  }

  private final String what;
  private final Unit unit;
  private final PrintStream out;
  private final LongSupplier clock;
  private final long startNanos;
  private long nextNanos;
  private boolean shown;

  ProgressBar(String what, Unit unit, PrintStream out, LongSupplier clock) {
    this.what = what.replaceAll("\\p{Cntrl}", " ");
    this.unit = unit;
    this.out = out;
    this.clock = clock;
    this.startNanos = clock.getAsLong();
    this.nextNanos = startNanos + MOMENT_NANOS;
  }

  static Progress onTerminal(String what, Unit unit) {
    return isTerminal() ? new ProgressBar(what, unit, System.err, System::nanoTime) : NONE;
  }

  /** Since JDK 22 there is a console also where its output goes to a file. */
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }

  @Override
  public void advanced(long done, long total) {
    if (done == total) {
      ended();
      return;
    }
    long now = clock.getAsLong();
    if (now - nextNanos < 0) {
      return;
    }
    nextNanos = now + REDRAW_NANOS;
    out.print(WIPE + line(done, total, (now - startNanos) / 1e9));
    out.flush();
    shown = true;
  }

  /** Whatever is said next begins a line of its own. */
  @Override
  public void ended() {
    if (shown) {
      out.print(WIPE);
      out.flush();
      shown = false;
    }
  }

  private String line(long done, long total, double seconds) {
    String speed =
        unit == Unit.ROWS
            ? String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", done, done / seconds)
            : String.format(Locale.ROOT, "%,.0f MB, %.0f MB/s", done / MEGA, done / MEGA / seconds);
    if (total <= 0) {
      return what + "  " + speed;
    }
    double share = Math.min(1, done / (double) total);
    int filled = (int) (share * WIDTH);
    return String.format(
        Locale.ROOT,
        "%s  [%s%s] %.0f %%  %s  %.0f s left",
        what,
        "#".repeat(filled),
        "-".repeat(WIDTH - filled),
        share * 100,
        speed,
        seconds / share - seconds);
  }
}
