package dev.millrace.platform.thread;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the server from ending. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes threads of this name, as it stands in thread dumps. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
