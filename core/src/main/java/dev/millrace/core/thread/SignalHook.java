package dev.millrace.core.thread;

/**
 * Does something as soon as the process is told to end. The framework tells of its shutdown only
 * after it has waited for the open requests; those that wait for news would hold it up.
 */
public final class SignalHook {

  private final Thread thread;

  /**
   * @param name of its thread
   */
  public SignalHook(String name, Runnable task) {
    this.thread = new Thread(task, name);
  }

  /** From now on it is done. */
  public void set() {
    Runtime.getRuntime().addShutdownHook(thread);
  }

  /** It is not done any more; nothing happens where the process ends already. */
  public void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException isRunning) {
      // It has been called.
    }
  }
}
