package dev.millrace.registry.webhook;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Require;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.MetricThreshold;
import dev.millrace.core.webhook.WebhookAction;
import dev.millrace.core.webhook.WebhookEntity;
import dev.millrace.core.webhook.WebhookEvent;
import dev.millrace.registry.validation.RegistryRules;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a webhook may hold, in MLflow's words where MLflow has them. */
final class WebhookRules {

  // MLflow: the width of its columns.
  private static final int MAX_DESCRIPTION_LENGTH = 1_000;
  private static final int MAX_SECRET_LENGTH = 1_000;
  private static final int MAX_KEY_LENGTH = 250;
  private static final int MAX_EXPERIMENT_ID_LENGTH = 32;

  private static final Pattern NAME =
      Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?", Pattern.CASE_INSENSITIVE);

  private WebhookRules() {}

  static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw MlflowException.invalidParameter(
          "Webhook name "
              + inPythonsQuotes(name)
              + " is invalid. It must start and end with a letter or digit, be less than 63"
              + " characters long, and contain only letters, digits, dots (.), underscores (_), and"
              + " hyphens (-).");
    }
    return name;
  }

  static String description(String description) {
    return RegistryRules.limited(description, "description", MAX_DESCRIPTION_LENGTH);
  }

  static void secret(String secret) {
    if (secret.length() > MAX_SECRET_LENGTH) {
      // Without the value, as a text that is too long is quoted otherwise.
      throw MlflowException.invalidParameter(
          "The secret of a webhook has at most " + MAX_SECRET_LENGTH + " characters.");
    }
  }

  /** An event of MLflow's. */
  static EventType event(WebhookEvent event, String field) {
    WebhookEntity entity = event.entity();
    WebhookAction action = event.action();
    if (entity == null || action == null) {
      throw Require.invalidValueBare(
          field, "{}", "An event has an 'entity' and an 'action'. " + Require.SEE_DOCS);
    }
    return EventType.of(entity, action).orElseThrow(() -> noSuchEvent(entity, action));
  }

  private static MlflowException noSuchEvent(WebhookEntity entity, WebhookAction action) {
    return MlflowException.invalidParameter(
        "Invalid action '"
            + action.name().toLowerCase(Locale.ROOT)
            + "' for entity '"
            + entity.name().toLowerCase(Locale.ROOT)
            + "'. Valid actions are: "
            + EventType.actionsOf(entity).stream().map(name -> "'" + name + "'").toList());
  }

  static List<EventType> events(List<EventType> events) {
    if (events.isEmpty()) {
      throw MlflowException.invalidParameter(
          "Webhook events must be a non-empty list of WebhookEvent objects: [].");
    }
    return events.stream().distinct().sorted(WebhookRules::byName).toList();
  }

  static int byName(EventType a, EventType b) {
    return a.wireName().compareTo(b.wireName());
  }

  /** A webhook that wants to be told of thresholds has one. */
  static void threshold(List<EventType> events, @Nullable MetricThreshold threshold) {
    if (threshold == null) {
      if (events.contains(EventType.METRIC_THRESHOLD_CROSSED)) {
        throw MlflowException.invalidParameter(
            "A webhook with the event 'metric.threshold_crossed' needs a 'threshold'.");
      }
      return;
    }
    RegistryRules.limited(
        Require.text(threshold.key(), "threshold.key"), "threshold.key", MAX_KEY_LENGTH);
    if (threshold.experimentId() != null) {
      RegistryRules.limited(
          threshold.experimentId(), "threshold.experiment_id", MAX_EXPERIMENT_ID_LENGTH);
    }
    Double bound = threshold.above() == null ? threshold.below() : threshold.above();
    boolean isOne = (threshold.above() == null) != (threshold.below() == null);
    if (!isOne || bound == null || !Double.isFinite(bound)) {
      throw MlflowException.invalidParameter(
          "A 'threshold' has either 'above' or 'below', a finite number.");
    }
  }

  // MLflow: repr() of the text.
  private static String inPythonsQuotes(String text) {
    String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
    String escaped =
        text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    return quote + (quote.equals("'") ? escaped.replace("'", "\\'") : escaped) + quote;
  }
}
