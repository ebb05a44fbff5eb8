package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} or {@code POST registered-models/get-latest-versions}; no stage means every stage.
 */
public record GetLatestVersions(@Nullable String name, @Nullable List<String> stages) {

  public record Response(List<ModelVersion> modelVersions) {}
}
