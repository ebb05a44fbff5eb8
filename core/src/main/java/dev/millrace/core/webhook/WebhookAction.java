package dev.millrace.core.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** What MLflow's webhook events say happened. */
public enum WebhookAction implements WireEnum {
  CREATED(1),
  UPDATED(2),
  DELETED(3),
  SET(4),
  EXCEEDED(5);

  private final int number;

  WebhookAction(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static WebhookAction fromWire(Object value) {
    return WireEnum.read(WebhookAction.class, value);
  }
}
