package dev.millrace.serving.deployment;

import dev.millrace.core.serving.Followed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it was opened, and changed since.
 *
 * @param createdAtMillis since the epoch
 * @param variants beside what it follows itself, by name
 */
public record EndpointSpec(
    long endpointId,
    String name,
    String modelName,
    Followed follows,
    @Nullable String owner,
    @Nullable String description,
    long createdAtMillis,
    List<VariantSpec> variants) {

  public EndpointSpec withVariants(List<VariantSpec> others) {
    return new EndpointSpec(
        endpointId, name, modelName, follows, owner, description, createdAtMillis, others);
  }

  /** A variant by its name. */
  public Optional<VariantSpec> variant(String variant) {
    return variants.stream().filter(each -> each.name().equals(variant)).findFirst();
  }

  /** The same, as the database calls it. */
  public EndpointSpec withId(long id) {
    return new EndpointSpec(
        id, name, modelName, follows, owner, description, createdAtMillis, variants);
  }
}
