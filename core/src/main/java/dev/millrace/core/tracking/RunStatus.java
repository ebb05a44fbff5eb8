package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** How far a run is. */
public enum RunStatus implements WireEnum {
  RUNNING(1),
  SCHEDULED(2),
  FINISHED(3),
  FAILED(4),
  KILLED(5);

  private final int number;

  RunStatus(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static RunStatus fromWire(Object value) {
    return WireEnum.read(RunStatus.class, value);
  }
}
