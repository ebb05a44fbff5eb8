package dev.millrace.serving.deployment;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request asks.
 *
 * @param version the one version that may answer; null where the endpoint chooses
 * @param key requests of the same key are answered by the same variant; null where that is no
 *     matter
 */
public record Asked(@Nullable String version, @Nullable String key) {

  /** Whichever answers. */
  public static final Asked ANY = new Asked(null, null);

  public static Asked ofKey(@Nullable String key) {
    return key == null ? ANY : new Asked(null, key);
  }

  public static Asked ofVersion(@Nullable String version) {
    return version == null ? ANY : new Asked(version, null);
  }
}
