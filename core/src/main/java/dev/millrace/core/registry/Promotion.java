package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/**
 * One move of an alias, as the history keeps it forever.
 *
 * @param modelName the model's name when the alias moved
 * @param fromVersion where the alias pointed before; absent where it did not exist
 * @param toVersion where it points after; absent where it was deleted
 * @param reason why, in the words of whoever promoted
 * @param user who, as the server knows the caller
 * @param createdAt milliseconds since the epoch
 */
public record Promotion(
    String promotionId,
    String modelName,
    String alias,
    AliasMoveKind kind,
    @Nullable String fromVersion,
    @Nullable String toVersion,
    @Nullable String reason,
    String user,
    long createdAt) {}
