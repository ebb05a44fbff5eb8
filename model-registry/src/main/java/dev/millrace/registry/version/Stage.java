package dev.millrace.registry.version;

import dev.millrace.core.error.MlflowException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The stages of MLflow's older workflow, which still works beside aliases. */
public enum Stage {
  NONE("None"),
  STAGING("Staging"),
  PRODUCTION("Production"),
  ARCHIVED("Archived");

  private final String wireName;

  Stage(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Whether other versions may be archived when one moves here. */
  boolean isActive() {
    return this == STAGING || this == PRODUCTION;
  }

  /** The stage of that name, in whatever case it is written. */
  public static Stage of(String name) {
    return Arrays.stream(values())
        .filter(stage -> stage.wireName.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                MlflowException.invalidParameter(
                    "Invalid Model Version stage: "
                        + name
                        + ". Value must be one of "
                        + Arrays.stream(values())
                            .map(Stage::wireName)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
