package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET registered-models/search}; absent {@code maxResults} is 100. */
public record SearchRegisteredModels(
    @Nullable String filter,
    @Nullable Long maxResults,
    @Nullable List<String> orderBy,
    @Nullable String pageToken) {

  public record Response(List<RegisteredModel> registeredModels, @Nullable String nextPageToken) {}
}
