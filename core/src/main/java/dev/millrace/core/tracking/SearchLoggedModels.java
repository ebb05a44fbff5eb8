package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds logged models. */
public record SearchLoggedModels(
    @Nullable List<String> experimentIds,
    @Nullable String filter,
    @Nullable List<Dataset> datasets,
    @Nullable Integer maxResults,
    @Nullable List<OrderBy> orderBy,
    @Nullable String pageToken) {

  /** Only models measured on this dataset. */
  public record Dataset(@Nullable String datasetName, @Nullable String datasetDigest) {}

  /** One key of the order: an attribute, or {@code metrics.<name>}. */
  public record OrderBy(
      @Nullable String fieldName,
      @Nullable Boolean ascending,
      @Nullable String datasetName,
      @Nullable String datasetDigest) {}

  /** One page; without a token it is the last. */
  public record Response(List<LoggedModel> models, @Nullable String nextPageToken) {
    public Response {
      models = models == null ? List.of() : models;
    }
  }
}
