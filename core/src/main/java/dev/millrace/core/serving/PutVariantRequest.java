package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * A further version behind an endpoint; one of alias, stage and version says which.
 *
 * @param weight the share of the requests that it answers, in percent; 0 where it is absent
 * @param shadow where requests are mirrored to it; then it has no weight
 */
public record PutVariantRequest(
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable Double weight,
    @Nullable Shadow shadow) {

  /** A variant that answers so many percent of the requests. */
  public static PutVariantRequest weighted(Followed follows, double weight) {
    return new PutVariantRequest(follows.alias(), follows.stage(), follows.version(), weight, null);
  }

  /** A variant that requests are mirrored to. */
  public static PutVariantRequest mirrored(Followed follows, Shadow shadow) {
    return new PutVariantRequest(follows.alias(), follows.stage(), follows.version(), null, shadow);
  }
}
