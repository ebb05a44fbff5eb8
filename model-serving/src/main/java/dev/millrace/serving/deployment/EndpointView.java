package dev.millrace.serving.deployment;

import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.serving.canary.CanaryDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An endpoint as the API shows it. */
record EndpointView(EndpointSpec spec) {

  /** With nothing of it in this process. */
  Endpoint ofNothing() {
    return endpoint(
        null, null, List.of(), spec.variants().stream().map(each -> variant(each, null)).toList());
  }

  /** With what its variants hold in this process. */
  Endpoint of(Split split, @Nullable CanaryDecision decision) {
    LiveVariant primary = split.primary();
    ModelSignature signature = primary.signature();
    return endpoint(
        text(primary.liveVersion()),
        signature == null ? null : new Endpoint.Signature(signature.inputs(), signature.outputs()),
        deployments(split, decision),
        spec.variants().stream()
            .map(each -> variant(each, split.other(each.name()).orElse(null)))
            .toList());
  }

  /** Those of the primary and the canary, and the one that was rolled back from. */
  private static List<Endpoint.Deployment> deployments(
      Split split, @Nullable CanaryDecision decision) {
    List<Endpoint.Deployment> all = new ArrayList<>(split.primary().deployments());
    CanaryShare canary = split.canary();
    if (canary != null) {
      all.addAll(canary.variant().deployments());
    }
    CanaryDecision.Refused refused = decision == null ? null : decision.refused();
    if (refused != null) {
      all.add(
          new Endpoint.Deployment(
              Integer.toString(refused.version()),
              DeploymentState.FAILED,
              refused.reason(),
              refused.atMillis()));
    }
    return all;
  }

  private static Endpoint.Variant variant(VariantSpec variant, @Nullable LiveVariant live) {
    Followed follows = variant.follows();
    List<Endpoint.Deployment> deployments = live == null ? List.of() : live.deployments();
    return new Endpoint.Variant(
        variant.name(),
        follows.alias(),
        follows.stage(),
        follows.version(),
        variant.weight(),
        variant.shadow(),
        live == null ? null : text(live.liveVersion()),
        state(deployments),
        deployments);
  }

  private Endpoint endpoint(
      @Nullable String liveVersion,
      Endpoint.@Nullable Signature signature,
      List<Endpoint.Deployment> deployments,
      List<Endpoint.Variant> variants) {
    Followed follows = spec.follows();
    return new Endpoint(
        spec.name(),
        spec.modelName(),
        follows.alias(),
        follows.stage(),
        follows.version(),
        spec.owner(),
        spec.description(),
        liveVersion,
        state(deployments),
        spec.createdAtMillis(),
        signature,
        deployments,
        variants,
        spec.canary(),
        spec.options().equals(EndpointOptions.NONE) ? null : spec.options(),
        null,
        List.of());
  }

  private static @Nullable DeploymentState state(List<Endpoint.Deployment> deployments) {
    return deployments.isEmpty() ? null : deployments.get(0).state();
  }

  private static @Nullable String text(Optional<Integer> version) {
    return version.map(String::valueOf).orElse(null);
  }
}
