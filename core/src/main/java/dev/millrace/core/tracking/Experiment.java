package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An experiment: a named group of runs.
 *
 * @param artifactLocation URI under which the artifacts of its runs and models lie
 * @param lifecycleStage {@code active} or {@code deleted}
 * @param lastUpdateTime milliseconds since 1970
 * @param creationTime milliseconds since 1970
 */
public record Experiment(
    String experimentId,
    String name,
    String artifactLocation,
    String lifecycleStage,
    long lastUpdateTime,
    long creationTime,
    List<ExperimentTag> tags) {
  public Experiment {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  // MLflow: a server without workspaces keeps all in one of this name.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String workspace() {
    return "default";
  }
}
