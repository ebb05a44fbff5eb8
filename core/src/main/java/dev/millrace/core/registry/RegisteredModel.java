package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named family of model versions.
 *
 * @param creationTimestamp milliseconds since the epoch, like {@code lastUpdatedTimestamp}
 * @param latestVersions the newest version in each stage that has one
 */
public record RegisteredModel(
    String name,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    @Nullable String description,
    List<ModelVersion> latestVersions,
    List<RegisteredModelTag> tags,
    List<RegisteredModelAlias> aliases) {}
