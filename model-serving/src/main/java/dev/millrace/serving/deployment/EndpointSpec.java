package dev.millrace.serving.deployment;

import dev.millrace.core.serving.Followed;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it was opened, and changed since.
 *
 * @param createdAtMillis since the epoch
 */
public record EndpointSpec(
    long endpointId,
    String name,
    String modelName,
    Followed follows,
    @Nullable String owner,
    @Nullable String description,
    long createdAtMillis) {

  /** The same, as the database calls it. */
  public EndpointSpec withId(long id) {
    return new EndpointSpec(id, name, modelName, follows, owner, description, createdAtMillis);
  }
}
