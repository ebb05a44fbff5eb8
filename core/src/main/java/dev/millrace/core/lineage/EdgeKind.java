package dev.millrace.core.lineage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How what an edge leads to came from, or used, what the edge leads from. */
public enum EdgeKind {
  /** A run read a dataset, in the context that the edge names, or a logged model. */
  READ,
  /** A metric of a run or of a logged model was measured on a dataset. */
  EVALUATED,
  /** A run made a logged model, or a dataset, which it then has in the context {@code output}. */
  MADE,
  /** A version was registered from a logged model, or from a run's folder. */
  REGISTERED,
  /** A version has an alias now. */
  NAMED,
  /** An endpoint serves whatever an alias points at. */
  FOLLOWED,
  /** A version took an endpoint's traffic: the context says whether now or earlier. */
  SERVED;

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
  public static EdgeKind fromWire(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
