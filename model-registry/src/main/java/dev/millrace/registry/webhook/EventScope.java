package dev.millrace.registry.webhook;

import dev.millrace.core.webhook.EventType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Which events, and through them which webhooks, a family of routes knows. */
enum EventScope {
  /** MLflow's clients fail on an event that they do not know, and on a webhook without any. */
  MLFLOW,
  ALL;

  boolean covers(EventType event) {
    return this == ALL || event.mlflows().isPresent();
  }

  /** The names of the events, with a comma between each two. */
  String names() {
    return Arrays.stream(EventType.values())
        .filter(this::covers)
        .map(EventType::wireName)
        .collect(Collectors.joining(","));
  }
}
