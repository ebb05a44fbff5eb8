package dev.millrace.core.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** Whether a webhook is told of what happens. */
public enum WebhookStatus implements WireEnum {
  ACTIVE(1),
  DISABLED(2);

  private final int number;

  WebhookStatus(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static WebhookStatus fromWire(Object value) {
    return WireEnum.read(WebhookStatus.class, value);
  }
}
