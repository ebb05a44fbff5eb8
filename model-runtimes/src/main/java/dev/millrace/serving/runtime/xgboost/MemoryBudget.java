package dev.millrace.serving.runtime.xgboost;

import dev.millrace.serving.runtime.UnservableModelException;

/** What a model's file may make the reader allocate. A small file may claim to hold anything. */
final class MemoryBudget {

  private final long limit;
  private long taken;

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Half of what this process may have at all. */
  static MemoryBudget ofProcess() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
  }

  void take(long bytes) {
    if (bytes > limit - taken) {
      throw new UnservableModelException(
          "Reading the model takes more than " + (limit >> 20) + " MB of memory.");
    }
    taken += bytes;
  }

  long taken() {
    return taken;
  }

  /** What was taken since is garbage, but for so many bytes. */
  void settle(long takenBefore, long kept) {
    taken = takenBefore;
    take(kept);
  }
}
