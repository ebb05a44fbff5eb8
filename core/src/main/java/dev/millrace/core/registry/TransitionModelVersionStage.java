package dev.millrace.core.registry;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.millrace.core.json.TrueOrFalse;
import org.jspecify.annotations.Nullable;

/** {@code POST model-versions/transition-stage}. */
public record TransitionModelVersionStage(
    @Nullable String name,
    @Nullable String version,
    @Nullable String stage,
    @JsonDeserialize(using = TrueOrFalse.class) @Nullable Boolean archiveExistingVersions) {

  public record Response(ModelVersion modelVersion) {}
}
