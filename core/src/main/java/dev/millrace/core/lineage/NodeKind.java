package dev.millrace.core.lineage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a node of the lineage is, in the order in which things come from one another. */
public enum NodeKind {
  /** Data, by MLflow's digest of it, whatever it is called and in whatever experiment. */
  DATASET,
  /** A run, by its id. */
  RUN,
  /** A logged model, by its id. */
  MODEL,
  /** A version of a registered model: {@code name/number}. */
  VERSION,
  /** An alias of a registered model: {@code name@alias}. */
  ALIAS,
  /** An endpoint, by its name. */
  ENDPOINT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name in any case.
   *
   * @throws IllegalArgumentException where no kind has that name
   */
  @JsonCreator
  public static NodeKind fromWire(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
