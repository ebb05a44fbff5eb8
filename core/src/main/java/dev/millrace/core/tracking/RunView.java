package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much of each run a search answers with. Ours: MLflow always answers with all of it. */
public enum RunView {
  /** The attributes with all that was logged. */
  FULL,
  /** The attributes only; metrics, parameters, tags, inputs and outputs stay empty. */
  INFO;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name in any case.
   *
   * @throws IllegalArgumentException where no view has that name
   */
  @JsonCreator
  public static RunView fromWire(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
