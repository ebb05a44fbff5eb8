package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds experiments. */
public record SearchExperiments(
    @Nullable Long maxResults,
    @Nullable String pageToken,
    @Nullable String filter,
    @Nullable List<String> orderBy,
    @Nullable ViewType viewType) {

  /** One page; without a token it is the last. */
  public record Response(List<Experiment> experiments, @Nullable String nextPageToken) {
    public Response {
      experiments = experiments == null ? List.of() : experiments;
    }
  }
}
