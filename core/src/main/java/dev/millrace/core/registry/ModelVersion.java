package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a registered model.
 *
 * @param version a positive whole number, as a string
 * @param creationTimestamp milliseconds since the epoch, like {@code lastUpdatedTimestamp}
 * @param currentStage {@code None}, {@code Staging}, {@code Production} or {@code Archived}
 * @param source the URI that the version was created from
 * @param status always {@code READY}: a version exists only when it is complete
 * @param modelId the logged model that the version was made of, if any
 */
public record ModelVersion(
    String name,
    String version,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    String currentStage,
    @Nullable String description,
    String source,
    @Nullable String runId,
    String status,
    @Nullable String runLink,
    List<ModelVersionTag> tags,
    List<String> aliases,
    @Nullable String modelId) {}
