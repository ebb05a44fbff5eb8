package dev.millrace.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What promotions to an alias must pass, at one revision.
 *
 * @param document absent where this revision removed the policy
 * @param source as it was written
 * @param createdAt milliseconds since the epoch
 */
public record PromotionPolicy(
    String modelName,
    String alias,
    int revision,
    @Nullable JsonNode document,
    String source,
    String user,
    long createdAt) {

  /** {@code GET …/policy/history}: newest first. */
  public record History(List<PromotionPolicy> policies) {}
}
