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
  private long givenAway;

  /** It was asked once more the same as before. */
  void asked() {
    pace.took(System.nanoTime() - before - givenAway);
    before = System.nanoTime();
    givenAway = 0;
  }

  /** Lets requests to the live version go first; what they take is none of the candidate's time. */
  void giveWay() {
    long since = System.nanoTime();
    Thread.yield();
    givenAway += System.nanoTime() - since;
  }

  boolean isUp() {
    return System.nanoTime() - begin > LONGEST_NANOS;
  }

  boolean isEnough() {
    return pace.isSettled() || isUp();
  }
}
