package dev.millrace.serving.deployment;

/** How long a candidate is asked: until answers take no less any more, and not for ever. */
final class WarmingTime {

  /** What is not quicker by then does not become so by being asked. */
  private static final long LONGEST_NANOS = 1_000_000_000;

  private final SettlingPace pace = new SettlingPace();
  private final long begin = System.nanoTime();
  private long before = begin;

  /** It was asked once more the same as before. */
  void asked() {
    long now = System.nanoTime();
    pace.took(now - before);
    before = now;
  }

  /** Lets requests to the live version go first. */
  void giveWay() {
    Thread.yield();
  }

  boolean isUp() {
    return System.nanoTime() - begin > LONGEST_NANOS;
  }

  boolean isEnough() {
    return pace.isSettled() || isUp();
  }
}
