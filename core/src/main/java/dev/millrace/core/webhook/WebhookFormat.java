package dev.millrace.core.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the body of a delivery looks like. */
public enum WebhookFormat {
  /** MLflow's: entity, action, timestamp and data. */
  MLFLOW,
  /** CloudEvents 1.0, structured mode. */
  CLOUDEVENTS;

  /** The value on the wire and in the database. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  @JsonCreator
  public static WebhookFormat of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
