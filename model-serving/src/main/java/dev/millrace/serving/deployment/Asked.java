package dev.millrace.serving.deployment;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request asks, and how.
 *
 * @param version the one version that may answer; null where the endpoint chooses
 * @param key requests of the same key are answered by the same variant; null where that is no
 *     matter
 * @param variant the one variant that may answer; null where the endpoint chooses
 * @param terms of the caller
 * @param witness told who answers; null where nobody wants to know
 * @param atOnce whether it is answered only where that takes next to no time: see {@link
 *     RequestThreads}
 */
public record Asked(
    @Nullable String version,
    @Nullable String key,
    @Nullable String variant,
    Terms terms,
    @Nullable Witness witness,
    boolean atOnce) {

  /** Whichever answers. */
  public static final Asked ANY = new Asked(null, null, null, Terms.NONE, null, false);

  /** Is told who answers a request, before it is answered. */
  @FunctionalInterface
  public interface Witness {

    void answeredBy(int version, String variant);

    /** Both are told. */
    default Witness and(Witness other) {
      return (version, variant) -> {
        answeredBy(version, variant);
        other.answeredBy(version, variant);
      };
    }
  }

  /**
   * What the caller says of the request beside whom it asks.
   *
   * @param mayRepeat whether the model may be asked twice, where what scores ended in the midst of
   *     it
   * @param deadlineNanos when he stops waiting, by {@link System#nanoTime}; 0 where he does not
   * @param secret of the endpoint's key that he sends; null where he sends none
   */
  public record Terms(boolean mayRepeat, long deadlineNanos, @Nullable String secret) {

    public static final Terms NONE = new Terms(false, 0, null);

    /**
     * @param timeoutMillis how long he waits from now on; 0 for as long as it takes
     */
    public static Terms of(boolean mayRepeat, long timeoutMillis, @Nullable String secret) {
      return new Terms(
          mayRepeat,
          timeoutMillis == 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
          secret);
    }

    /** Without the secret, for logs. */
    @Override
    public String toString() {
      return "Terms[mayRepeat=" + mayRepeat + ", deadlineNanos=" + deadlineNanos + "]";
    }
  }

  public static Asked ofKey(@Nullable String key) {
    return key == null ? ANY : new Asked(null, key, null, Terms.NONE, null, false);
  }

  public static Asked ofVersion(@Nullable String version) {
    return version == null ? ANY : new Asked(version, null, null, Terms.NONE, null, false);
  }

  public static Asked ofVariant(String variant) {
    return new Asked(null, null, variant, Terms.NONE, null, false);
  }

  /** The same, on these terms. */
  public Asked on(Terms terms) {
    return new Asked(version, key, variant, terms, witness, atOnce);
  }

  /** The same, and who is told of it, beside those who are already. */
  public Asked witnessedBy(@Nullable Witness also) {
    if (also == null) {
      return this;
    }
    return new Asked(
        version, key, variant, terms, witness == null ? also : witness.and(also), atOnce);
  }

  Asked atOnce(boolean atOnce) {
    return new Asked(version, key, variant, terms, witness, atOnce);
  }

  public boolean mayRepeat() {
    return terms.mayRepeat();
  }

  void answeredBy(Lease lease) {
    if (witness != null) {
      witness.answeredBy(lease.version(), lease.variant());
    }
  }

  boolean hasDeadline() {
    return terms.deadlineNanos() != 0;
  }

  /** How long the caller still waits; no more than zero where he has stopped. */
  long nanosLeft() {
    return hasDeadline() ? terms.deadlineNanos() - System.nanoTime() : Long.MAX_VALUE;
  }
}
