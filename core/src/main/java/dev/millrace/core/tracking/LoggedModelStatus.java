package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** How far a logged model is. */
public enum LoggedModelStatus implements WireEnum {
  LOGGED_MODEL_STATUS_UNSPECIFIED(0),
  LOGGED_MODEL_PENDING(1),
  LOGGED_MODEL_READY(2),
  LOGGED_MODEL_UPLOAD_FAILED(3);

  private final int number;

  LoggedModelStatus(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static LoggedModelStatus fromWire(Object value) {
    return WireEnum.read(LoggedModelStatus.class, value);
  }
}
