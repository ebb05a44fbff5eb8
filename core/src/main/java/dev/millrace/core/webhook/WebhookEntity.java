package dev.millrace.core.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.millrace.core.json.WireEnum;

/** What MLflow's webhook events are about. */
public enum WebhookEntity implements WireEnum {
  REGISTERED_MODEL(1),
  MODEL_VERSION(2),
  MODEL_VERSION_TAG(3),
  MODEL_VERSION_ALIAS(4),
  PROMPT(5),
  PROMPT_VERSION(6),
  PROMPT_TAG(7),
  PROMPT_VERSION_TAG(8),
  PROMPT_ALIAS(9),
  BUDGET_POLICY(10);

  private final int number;

  WebhookEntity(int number) {
    this.number = number;
  }

  @Override
  public int number() {
    return number;
  }

  /** Reads the name or the number of a constant. */
  @JsonCreator
  public static WebhookEntity fromWire(Object value) {
    return WireEnum.read(WebhookEntity.class, value);
  }
}
