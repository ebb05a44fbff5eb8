package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attributes of a logged model. */
public record LoggedModelInfo(
    String modelId,
    String experimentId,
    String name,
    long creationTimestampMs,
    long lastUpdatedTimestampMs,
    String artifactUri,
    LoggedModelStatus status,
    @Nullable String modelType,
    @Nullable String sourceRunId,
    @Nullable String statusMessage,
    List<LoggedModelTag> tags) {
  public LoggedModelInfo {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
