package dev.millrace.serving.deployment;

/** How long a candidate is asked: until answers take no less any more, and not for ever. */
final class WarmingTime {

  /**
   * What is not quicker by then does not become so by being asked. Whoever promotes a version sees
   * the one before it answer meanwhile, and on a busy machine answers never settle.
   */
  private static final long LONGEST_NANOS = 300_000_000;

  private final SettlingPace pace = new SettlingPace();
  private final long begin = System.nanoTime();
  private long before = begin;

  /** It was asked once more the same as before. */
  void asked() {
    long now = System.nanoTime();
    pace.took(now - before);
    before = now;
  }

  boolean isUp() {
    return System.nanoTime() - begin > LONGEST_NANOS;
  }

  boolean isEnough() {
    return pace.isSettled() || isUp();
  }
}
