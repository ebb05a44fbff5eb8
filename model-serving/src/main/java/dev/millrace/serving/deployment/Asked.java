package dev.millrace.serving.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request asks, and how.
 *
 * @param version the one version that may answer; null where the endpoint chooses
 * @param key requests of the same key are answered by the same variant; null where that is no
 *     matter
 * @param mayRepeat whether the caller allows that the model is asked twice, where what scores ended
 *     in the midst of it
 * @param atOnce whether it is answered only where that takes next to no time: see {@link
 *     RequestThreads}
 */
public record Asked(
    @Nullable String version, @Nullable String key, boolean mayRepeat, boolean atOnce) {

  /** Whichever answers. */
  public static final Asked ANY = new Asked(null, null, false, false);

  public static Asked ofKey(@Nullable String key) {
    return key == null ? ANY : new Asked(null, key, false, false);
  }

  public static Asked ofVersion(@Nullable String version) {
    return version == null ? ANY : new Asked(version, null, false, false);
  }

  /** The same, and whether it may be repeated. */
  public Asked orOnceMore(boolean mayRepeat) {
    return mayRepeat == this.mayRepeat ? this : new Asked(version, key, mayRepeat, atOnce);
  }

  Asked atOnce(boolean atOnce) {
    return new Asked(version, key, mayRepeat, atOnce);
  }
}
