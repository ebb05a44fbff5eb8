package dev.millrace.registry.webhook;

import static dev.millrace.registry.webhook.WebhookEvents.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.webhook.EventType;

/**
 * What the test of a webhook sends. Source of MLflow's examples: {@code mlflow/webhooks/types.py}
 * of 3.17.
 */
final class ExampleEvents {

  private static final String MODEL = "example_model";
  private static final String PROMPT = "example_prompt";
  private static final String RUN = "abcd1234abcd5678";

  private ExampleEvents() {}

  static ObjectNode of(EventType event) {
    return switch (event) {
      case REGISTERED_MODEL_CREATED ->
          described(data().put("name", MODEL), "An example registered model");
      case MODEL_VERSION_CREATED ->
          described(
              version(MODEL).put("source", "models:/123").put("run_id", RUN),
              "An example model version");
      case MODEL_VERSION_TAG_SET -> tag(version(MODEL)).put("value", "example_value");
      case MODEL_VERSION_TAG_DELETED -> tag(version(MODEL));
      case MODEL_VERSION_ALIAS_CREATED -> alias(MODEL).put("version", "1");
      case MODEL_VERSION_ALIAS_DELETED -> alias(MODEL);
      case PROMPT_CREATED -> described(data().put("name", PROMPT), "An example prompt");
      case PROMPT_VERSION_CREATED ->
          described(
              version(PROMPT).put("template", "Hello {{name}}!"), "An example prompt version");
      case PROMPT_TAG_SET -> tag(data().put("name", PROMPT)).put("value", "example_value");
      case PROMPT_TAG_DELETED -> tag(data().put("name", PROMPT));
      case PROMPT_VERSION_TAG_SET -> tag(version(PROMPT)).put("value", "example_value");
      case PROMPT_VERSION_TAG_DELETED -> tag(version(PROMPT));
      case PROMPT_ALIAS_CREATED -> alias(PROMPT).put("version", "1");
      case PROMPT_ALIAS_DELETED -> alias(PROMPT);
      case BUDGET_POLICY_EXCEEDED -> budget();
      case PROMOTION_REQUESTED,
          PROMOTION_APPROVED,
          PROMOTION_REFUSED,
          PROMOTION_DONE,
          PROMOTION_ROLLED_BACK ->
          promotion();
      case ENDPOINT_SWAPPED ->
          data()
              .put("endpoint", "example_endpoint")
              .put("model_name", MODEL)
              .put("alias", "champion")
              .put("from_version", "1")
              .put("to_version", "2")
              .put("swapped_at", 1704067200000L);
      case ENDPOINT_DRIFTED -> drifted();
      case RUN_FINISHED -> run("FINISHED");
      case RUN_FAILED -> run("FAILED");
      case RUN_STALLED -> run("RUNNING");
      case METRIC_THRESHOLD_CROSSED ->
          data()
              .put("run_id", RUN)
              .put("run_name", "example_run")
              .put("experiment_id", "1")
              .put("key", "loss")
              .put("value", 0.09)
              .put("step", 100)
              .put("timestamp", 1704067200000L)
              .putNull("above")
              .put("below", 0.1);
    };
  }

  private static ObjectNode version(String name) {
    return data().put("name", name).put("version", "1");
  }

  private static ObjectNode tag(ObjectNode subject) {
    return subject.put("key", "example_key");
  }

  private static ObjectNode alias(String name) {
    return data().put("name", name).put("alias", "example_alias");
  }

  private static ObjectNode described(ObjectNode subject, String description) {
    subject.putObject("tags").put("example_key", "example_value");
    return subject.put("description", description);
  }

  private static ObjectNode promotion() {
    return data()
        .put("promotion_id", "1")
        .put("model_name", MODEL)
        .put("alias", "champion")
        .put("from_version", "1")
        .put("to_version", "2")
        .put("reason", "An example promotion")
        .put("user", "example_user")
        .put("created_at", 1704067200000L);
  }

  private static ObjectNode run(String status) {
    return data()
        .put("run_id", RUN)
        .put("run_name", "example_run")
        .put("experiment_id", "1")
        .put("status", status);
  }

  private static ObjectNode drifted() {
    ObjectNode data =
        data()
            .put("endpoint", "example_endpoint")
            .put("model_name", MODEL)
            .put("version", "1")
            .put("from", 1704063600000L)
            .put("to", 1704067200000L)
            .put("requests", 1000)
            .put("reference", "TRAINING");
    data.putArray("features")
        .addObject()
        .put("name", "age")
        .put("level", "STRONG")
        .put("psi", 0.41)
        .put("ks", 0.28);
    return data;
  }

  private static ObjectNode budget() {
    return data()
        .put("budget_policy_id", "bp-abc123")
        .put("budget_unit", "USD")
        .put("budget_amount", 100.0)
        .put("current_spend", 105.5)
        .put("duration_unit", "MONTHS")
        .put("duration_value", 1)
        .put("target_scope", "ENDPOINT")
        .put("workspace", "default")
        .put("target_value", "ep-abc123")
        .put("window_start", 1704067200000L);
  }
}
