package dev.millrace.serving.runtime.pyfunc;

import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Puts what a worker writes into the server's log, so many lines in a while and no more: a model
 * that prints for every request must not fill the disk.
 */
final class WorkerLog implements Consumer<String> {

  private static final Logger LOG = Logger.getLogger(WorkerLog.class);
  private static final int MOST_LINES = 200;
  private static final long WHILE_NANOS = 10_000_000_000L;

  private final String name;
  private long sinceNanos = System.nanoTime();
  private int lines;
  private volatile String last = "";

  /**
   * @param name of the worker, in front of every line
   */
  WorkerLog(String name) {
    this.name = name;
  }

  @Override
  public synchronized void accept(String line) {
    last = line;
    long now = System.nanoTime();
    if (now - sinceNanos > WHILE_NANOS) {
      if (lines > MOST_LINES) {
        LOG.warnf("%s: %d more lines were left out", name, lines - MOST_LINES);
      }
      sinceNanos = now;
      lines = 0;
    }
    if (++lines <= MOST_LINES) {
      LOG.infof("%s: %s", name, line);
    }
  }

  /** What was written last; empty where nothing was. */
  String last() {
    return last;
  }
}
