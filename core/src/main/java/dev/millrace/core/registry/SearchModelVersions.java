package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET model-versions/search}; absent {@code maxResults} is 200,000. */
public record SearchModelVersions(
    @Nullable String filter,
    @Nullable Long maxResults,
    @Nullable List<String> orderBy,
    @Nullable String pageToken) {

  public record Response(List<ModelVersion> modelVersions, @Nullable String nextPageToken) {}
}
