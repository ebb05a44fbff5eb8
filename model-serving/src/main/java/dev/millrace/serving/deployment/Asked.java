package dev.millrace.serving.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request asks.
 *
 * @param version the one version that may answer; null where the endpoint chooses
 * @param key requests of the same key are answered by the same variant; null where that is no
 *     matter
 * @param variant the one variant that may answer; null where the endpoint chooses
 * @param mayRepeat whether the caller allows that the model is asked twice, where what scores ended
 *     in the midst of it
 */
public record Asked(
    @Nullable String version, @Nullable String key, @Nullable String variant, boolean mayRepeat) {

  /** Whichever answers. */
  public static final Asked ANY = new Asked(null, null, null, false);

  public static Asked ofKey(@Nullable String key) {
    return key == null ? ANY : new Asked(null, key, null, false);
  }

  public static Asked ofVersion(@Nullable String version) {
    return version == null ? ANY : new Asked(version, null, null, false);
  }

  public static Asked ofVariant(String variant) {
    return new Asked(null, null, variant, false);
  }

  /** The same, and whether it may be repeated. */
  public Asked orOnceMore(boolean mayRepeat) {
    return mayRepeat == this.mayRepeat ? this : new Asked(version, key, variant, mayRepeat);
  }
}
