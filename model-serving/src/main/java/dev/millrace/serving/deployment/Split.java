package dev.millrace.serving.deployment;

import dev.millrace.core.serving.Shadow;
import dev.millrace.serving.canary.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variants behind an endpoint and what each has to answer; another takes its place. */
final class Split {

  private final LiveVariant primary;
  private final Map<String, LiveVariant> others;
  private final List<LiveVariant> drawn;
  private final @Nullable Lots lots;
  private final List<Shadowed> shadows;
  private final @Nullable CanaryShare canary;

  /**
   * A variant that requests are mirrored to.
   *
   * @param share of the requests that the primary answers, from 0 to 1
   */
  record Shadowed(LiveVariant variant, ShadowLog log, double share, double tolerance) {}

  /**
   * @param others by their names, in the order of the spec
   * @param logs of those that requests are mirrored to
   */
  Split(
      EndpointSpec spec,
      LiveVariant primary,
      Map<String, LiveVariant> others,
      Map<String, ShadowLog> logs) {
    this.primary = primary;
    this.others = new LinkedHashMap<>(others);
    this.shadows = new ArrayList<>();
    this.canary = null;
    this.drawn = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(primary.name()));
    List<Double> weights = new ArrayList<>();
    drawn.add(primary);
    double left = 100;
    for (VariantSpec variant : spec.variants()) {
      LiveVariant live = others.get(variant.name());
      if (live != null && variant.weight() > 0) {
        drawn.add(live);
        names.add(variant.name());
        weights.add(variant.weight());
        left -= variant.weight();
      }
      ShadowLog log = logs.get(variant.name());
      Shadow shadow = variant.shadow();
      if (live != null && log != null && shadow != null) {
        shadows.add(
            new Shadowed(live, log, or(shadow.sample(), 100) / 100, or(shadow.tolerance(), 0)));
      }
    }
    weights.add(0, Math.max(0, left));
    this.lots =
        drawn.size() == 1
            ? null
            : new Lots(
                spec.name(), names, weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private Split(Split other, @Nullable CanaryShare canary) {
    this.primary = other.primary;
    this.others = other.others;
    this.drawn = other.drawn;
    this.lots = other.lots;
    this.shadows = other.shadows;
    this.canary = canary;
  }

  /** The same with another canary, or none. */
  Split withCanary(@Nullable CanaryShare share) {
    return new Split(this, share);
  }

  @Nullable CanaryShare canary() {
    return canary;
  }

  /** Where what a variant does is counted; null where nobody compares it. */
  @Nullable Tally tally(LiveVariant variant) {
    if (canary == null) {
      return null;
    }
    return variant == canary.variant()
        ? canary.window().to()
        : variant == primary ? canary.window().from() : null;
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  List<Shadowed> shadows() {
    return shadows;
  }

  LiveVariant primary() {
    return primary;
  }

  Map<String, LiveVariant> others() {
    return others;
  }

  Optional<LiveVariant> other(String name) {
    return Optional.ofNullable(others.get(name));
  }

  /** The variant of this name, the primary and the canary among them; null where there is none. */
  @Nullable LiveVariant variant(String name) {
    return all().filter(variant -> variant.name().equals(name)).findFirst().orElse(null);
  }

  Stream<LiveVariant> all() {
    return Stream.of(
            Stream.of(primary),
            Optional.ofNullable(canary).map(CanaryShare::variant).stream(),
            others.values().stream())
        .flatMap(each -> each);
  }

  /** Who answers a request of this key; anyone by the weights where there is none. */
  LiveVariant choose(@Nullable String key) {
    if (lots == null && canary == null) {
      return primary;
    }
    long lot = Lots.of(key);
    int winner = lots == null ? -1 : lots.winner(lot);
    LiveVariant chosen = winner < 0 ? primary : drawn.get(winner);
    return chosen == primary && canary != null && canary.has(lot) ? canary.variant() : chosen;
  }
}
