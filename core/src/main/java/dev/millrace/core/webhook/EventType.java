package dev.millrace.core.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything a webhook can be told of: MLflow's events and our own. An event's name on the wire is
 * {@code entity.action}.
 */
public enum EventType {
  REGISTERED_MODEL_CREATED(WebhookEntity.REGISTERED_MODEL, WebhookAction.CREATED),
  MODEL_VERSION_CREATED(WebhookEntity.MODEL_VERSION, WebhookAction.CREATED),
  MODEL_VERSION_TAG_SET(WebhookEntity.MODEL_VERSION_TAG, WebhookAction.SET),
  MODEL_VERSION_TAG_DELETED(WebhookEntity.MODEL_VERSION_TAG, WebhookAction.DELETED),
  MODEL_VERSION_ALIAS_CREATED(WebhookEntity.MODEL_VERSION_ALIAS, WebhookAction.CREATED),
  MODEL_VERSION_ALIAS_DELETED(WebhookEntity.MODEL_VERSION_ALIAS, WebhookAction.DELETED),
  PROMPT_CREATED(WebhookEntity.PROMPT, WebhookAction.CREATED),
  PROMPT_VERSION_CREATED(WebhookEntity.PROMPT_VERSION, WebhookAction.CREATED),
  PROMPT_TAG_SET(WebhookEntity.PROMPT_TAG, WebhookAction.SET),
  PROMPT_TAG_DELETED(WebhookEntity.PROMPT_TAG, WebhookAction.DELETED),
  PROMPT_VERSION_TAG_SET(WebhookEntity.PROMPT_VERSION_TAG, WebhookAction.SET),
  PROMPT_VERSION_TAG_DELETED(WebhookEntity.PROMPT_VERSION_TAG, WebhookAction.DELETED),
  PROMPT_ALIAS_CREATED(WebhookEntity.PROMPT_ALIAS, WebhookAction.CREATED),
  PROMPT_ALIAS_DELETED(WebhookEntity.PROMPT_ALIAS, WebhookAction.DELETED),
  /** Taken, and never sent: there are no budgets here. */
  BUDGET_POLICY_EXCEEDED(WebhookEntity.BUDGET_POLICY, WebhookAction.EXCEEDED),

  PROMOTION_REQUESTED("promotion", "requested"),
  PROMOTION_APPROVED("promotion", "approved"),
  PROMOTION_REFUSED("promotion", "refused"),
  PROMOTION_DONE("promotion", "done"),
  PROMOTION_ROLLED_BACK("promotion", "rolled_back"),
  ENDPOINT_SWAPPED("endpoint", "swapped"),
  /** What a version is asked or answers is not like what it is held against any more. */
  ENDPOINT_DRIFTED("endpoint", "drifted"),
  RUN_FINISHED("run", "finished"),
  /** It ended as FAILED or KILLED. */
  RUN_FAILED("run", "failed"),
  /** It sent no heartbeat for too long. */
  RUN_STALLED("run", "stalled"),
  /** A run logged its first value beyond the threshold of the webhook. */
  METRIC_THRESHOLD_CROSSED("metric", "threshold_crossed");

  private final @Nullable WebhookEvent mlflows;
  private final String entity;
  private final String action;

  EventType(WebhookEntity entity, WebhookAction action) {
    this.mlflows = new WebhookEvent(entity, action);
    this.entity = entity.name().toLowerCase(Locale.ROOT);
    this.action = action.name().toLowerCase(Locale.ROOT);
  }

  EventType(String entity, String action) {
    this.mlflows = null;
    this.entity = entity;
    this.action = action;
  }

  /** The event as MLflow's routes name it; empty for one of our own. */
  public Optional<WebhookEvent> mlflows() {
    return Optional.ofNullable(mlflows);
  }

  /** What it is about, as in the body of a delivery. */
  public String entity() {
    return entity;
  }

  /** What happened to it, as in the body of a delivery. */
  public String action() {
    return action;
  }

  /** {@code registered_model.created}. */
  @JsonValue
  public String wireName() {
    return entity + "." + action;
  }

  /**
   * The event of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  @JsonCreator
  public static EventType of(String wireName) {
    return Arrays.stream(values())
        .filter(type -> type.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no event is called " + wireName));
  }

  /** MLflow's event of this entity and action; empty where MLflow has no such pair. */
  public static Optional<EventType> of(WebhookEntity entity, WebhookAction action) {
    WebhookEvent wanted = new WebhookEvent(entity, action);
    return Arrays.stream(values()).filter(type -> wanted.equals(type.mlflows)).findFirst();
  }

  /** The actions that MLflow knows of an entity, in order. */
  public static List<String> actionsOf(WebhookEntity entity) {
    return Arrays.stream(values())
        .filter(type -> type.mlflows != null && type.mlflows.entity() == entity)
        .map(EventType::action)
        .sorted()
        .collect(Collectors.toList());
  }
}
