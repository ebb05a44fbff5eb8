package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST model-versions/create}; the server gives the version number. */
public record CreateModelVersion(
    @Nullable String name,
    @Nullable String source,
    @Nullable String runId,
    @Nullable List<ModelVersionTag> tags,
    @Nullable String runLink,
    @Nullable String description,
    @Nullable String modelId) {

  public record Response(ModelVersion modelVersion) {}
}
