package dev.millrace.core.thread;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;

/** Threads that do not keep the server from ending. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /**
   * One thread that does what it is given. Once it is shut down it drops what comes: while the
   * server stops, requests are still answered.
   */
  public static ScheduledExecutorService executor(String name) {
    return new ScheduledThreadPoolExecutor(1, named(name), new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Makes threads of this name, as it stands in thread dumps. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
