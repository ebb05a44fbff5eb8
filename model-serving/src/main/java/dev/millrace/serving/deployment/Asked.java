package dev.millrace.serving.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request asks.
 *
 * @param version the one version that may answer; null where the endpoint chooses
 * @param key requests of the same key are answered by the same variant; null where that is no
 *     matter
 * @param mayRepeat whether the caller allows that the model is asked twice, where what scores ended
 *     in the midst of it
 * @param witness told who answers; null where nobody wants to know
 */
public record Asked(
    @Nullable String version, @Nullable String key, boolean mayRepeat, @Nullable Witness witness) {

  /** Whichever answers. */
  public static final Asked ANY = new Asked(null, null, false, null);

  /** Is told who answers a request, before it is answered. */
  @FunctionalInterface
  public interface Witness {

    void answeredBy(int version, String variant);
  }

  public static Asked ofKey(@Nullable String key) {
    return key == null ? ANY : new Asked(null, key, false, null);
  }

  public static Asked ofVersion(@Nullable String version) {
    return version == null ? ANY : new Asked(version, null, false, null);
  }

  /** The same, and whether it may be repeated. */
  public Asked orOnceMore(boolean mayRepeat) {
    return mayRepeat == this.mayRepeat ? this : new Asked(version, key, mayRepeat, witness);
  }

  /** The same, and who is told of it. */
  public Asked witnessedBy(Witness witness) {
    return new Asked(version, key, mayRepeat, witness);
  }

  void answeredBy(Lease lease) {
    if (witness != null) {
      witness.answeredBy(lease.version(), lease.variant());
    }
  }
}
