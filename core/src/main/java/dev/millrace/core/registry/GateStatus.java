package dev.millrace.core.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What came of a gate. */
public enum GateStatus {
  /** The condition holds. */
  PASS,
  /** The condition does not hold. */
  FAIL,
  /** Whether the condition holds could not be found out; never a pass. */
  ERROR,
  /** People or checks outside have yet to answer. */
  PENDING;

  /** The value on the wire and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
