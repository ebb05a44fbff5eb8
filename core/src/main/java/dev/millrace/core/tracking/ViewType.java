package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** Whether to see what is active, what is deleted, or both. */
public enum ViewType implements WireEnum {
  ACTIVE_ONLY(1),
  DELETED_ONLY(2),
  ALL(3);

  private final int number;

  ViewType(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** The lifecycle stages that are seen. */
  public String[] stages() {
    return switch (this) {
      case ACTIVE_ONLY -> new String[] {"active"};
      case DELETED_ONLY -> new String[] {"deleted"};
      case ALL -> new String[] {"active", "deleted"};
    };
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static ViewType fromWire(Object value) {
    return WireEnum.read(ViewType.class, value);
  }
}
