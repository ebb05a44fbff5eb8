package dev.millrace.serving.deployment;

import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it was opened, and changed since.
 *
 * @param createdAtMillis since the epoch
 * @param variants beside what it follows itself, by name
 * @param options how it lets requests in
 * @param keys that it can be asked with
 * @param canary by which it goes over to another version; null where it swaps at once
 */
public record EndpointSpec(
    long endpointId,
    String name,
    String modelName,
    Followed follows,
    @Nullable String owner,
    @Nullable String description,
    long createdAtMillis,
    EndpointOptions options,
    List<KeySpec> keys,
    List<VariantSpec> variants,
    @Nullable CanaryPlan canary) {

  public EndpointSpec {
    keys = Require.listOrEmpty(keys);
    variants = Require.listOrEmpty(variants);
  }

  /** The same with other variants. */
  public EndpointSpec withVariants(List<VariantSpec> others) {
    return with(endpointId, options, keys, others, canary);
  }

  public EndpointSpec withCanary(@Nullable CanaryPlan plan) {
    return with(endpointId, options, keys, variants, plan);
  }

  public EndpointSpec withOptions(EndpointOptions changed) {
    return with(endpointId, changed, keys, variants, canary);
  }

  public EndpointSpec withKeys(List<KeySpec> others) {
    return with(endpointId, options, others, variants, canary);
  }

  /** The same, as the database calls it. */
  public EndpointSpec withId(long id) {
    return with(id, options, keys, variants, canary);
  }

  private EndpointSpec with(
      long id,
      EndpointOptions options,
      List<KeySpec> keys,
      List<VariantSpec> variants,
      @Nullable CanaryPlan canary) {
    return new EndpointSpec(
        id,
        name,
        modelName,
        follows,
        owner,
        description,
        createdAtMillis,
        options,
        keys,
        variants,
        canary);
  }

  /** A variant by its name. */
  public Optional<VariantSpec> variant(String variant) {
    return variants.stream().filter(each -> each.name().equals(variant)).findFirst();
  }
}
