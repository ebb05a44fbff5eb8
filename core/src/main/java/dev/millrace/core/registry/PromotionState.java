package dev.millrace.core.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a promotion has come. */
public enum PromotionState {
  /** Its gates are being asked. */
  EVALUATING,
  /** People or checks outside have yet to answer. */
  PENDING,
  /** The alias moved. */
  DONE,
  /** A gate failed or could not be asked. */
  GATES_FAILED,
  /** Somebody with the right to approve said no. */
  REFUSED,
  /** The alias moved elsewhere meanwhile. */
  CONFLICT,
  /** Nobody answered in time. */
  EXPIRED,
  /** The server that worked on it died. */
  ABORTED,
  /** The gates were asked, and nothing else was wanted. */
  DRY_RUN;

  /** Whether nothing will change any more. */
  public boolean isOver() {
    return this != EVALUATING && this != PENDING;
  }

  /** The value on the wire and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
