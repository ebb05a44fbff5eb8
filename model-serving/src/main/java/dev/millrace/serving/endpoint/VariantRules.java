package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Shadow;
import dev.millrace.core.signature.ShownName;
import dev.millrace.serving.deployment.VariantSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a variant may hold. */
final class VariantRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

  /** Names that answers say of themselves. */
  private static final Set<String> TAKEN = Set.of("primary", "canary");

  private static final double DEFAULT_TOLERANCE = 1e-6;

  private VariantRules() {}

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw MlflowException.invalidParameter(
          "A variant's name begins with a letter or digit and has at most 50 letters, digits,"
              + " dots, underscores and hyphens.");
    }
    if (TAKEN.contains(name)) {
      throw MlflowException.invalidParameter(
          "A variant cannot be called '%s', which names what the endpoint follows itself."
              .formatted(name));
    }
  }

  static double percent(double given, String field) {
    if (!(given >= 0 && given <= 100)) {
      throw MlflowException.invalidParameter(
          "Parameter '" + field + "' is a share in percent, from 0 to 100.");
    }
    return given;
  }

  static @Nullable Shadow shadow(@Nullable Shadow given) {
    if (given == null) {
      return null;
    }
    double tolerance = given.tolerance() == null ? DEFAULT_TOLERANCE : given.tolerance();
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw MlflowException.invalidParameter(
          "Parameter 'shadow.tolerance' is a number of at least 0.");
    }
    return new Shadow(
        given.sample() == null ? 100 : percent(given.sample(), "shadow.sample"), tolerance);
  }

  /** Variants that can be together. */
  static List<VariantSpec> requireFits(List<VariantSpec> variants) {
    double sum = 0;
    for (VariantSpec variant : variants) {
      if (variant.shadow() != null && variant.weight() > 0) {
        throw MlflowException.invalidParameter(
            "Variant '%s' is a shadow, whose answers are never given: it can have no weight."
                .formatted(variant.name()));
      }
      sum += variant.weight();
    }
    if (sum > 100.000001) {
      throw MlflowException.invalidParameter(
          "The weights of the variants are more than 100 percent together.");
    }
    return List.copyOf(variants);
  }

  /** The variants with other weights. */
  static List<VariantSpec> weighted(
      String endpoint, List<VariantSpec> variants, Map<String, Double> weights) {
    weights.forEach(
        (name, weight) -> {
          if (variants.stream().noneMatch(each -> each.name().equals(name))) {
            throw notFound(endpoint, name);
          }
          if (weight == null) {
            throw MlflowException.invalidParameter("A weight is a number.");
          }
        });
    List<VariantSpec> all = new ArrayList<>();
    for (VariantSpec each : variants) {
      Double weight = weights.get(each.name());
      all.add(
          weight == null
              ? each
              : new VariantSpec(
                  each.name(), each.follows(), percent(weight, "weights"), each.shadow()));
    }
    return requireFits(all);
  }

  static MlflowException notFound(String endpoint, String name) {
    return MlflowException.notFound(
        "Endpoint '%s' has no variant '%s'.".formatted(endpoint, ShownName.of(name)));
  }
}
