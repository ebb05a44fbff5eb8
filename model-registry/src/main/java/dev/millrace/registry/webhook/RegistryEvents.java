package dev.millrace.registry.webhook;

import static dev.millrace.registry.webhook.WebhookEvents.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.webhook.EventType;
import dev.millrace.registry.search.FilterSql;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of the registry, in the caller's transaction. Of prompts MLflow has events of their
 * own. Source of the payloads: {@code mlflow/webhooks/types.py} and {@code
 * mlflow/server/handlers.py} of 3.17.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class RegistryEvents {

  private static final String PROMPT_TYPE_TAG = "_mlflow_prompt_type";
  private static final String PROMPT_TEXT_TAG = "mlflow.prompt.text";

  private final DeliveryService deliveries;

  RegistryEvents(DeliveryService deliveries) {
    this.deliveries = deliveries;
  }

  /** A registered model or prompt was created. */
  public void modelCreated(
      String name, Map<String, String> tags, @Nullable String description, boolean prompt) {
    ObjectNode created = data().put("name", name);
    putTags(created, tags, prompt ? Set.of(FilterSql.PROMPT_TAG, PROMPT_TYPE_TAG) : Set.of());
    // MLflow: an absent description of a new model is empty.
    created.put("description", description == null ? "" : description);
    deliveries.queue(
        prompt ? EventType.PROMPT_CREATED : EventType.REGISTERED_MODEL_CREATED, created);
  }

  /** A version of a model or prompt was created. */
  public void versionCreated(ModelVersion version, Map<String, String> tags, boolean prompt) {
    ObjectNode created = data().put("name", version.name()).put("version", version.version());
    if (prompt) {
      created.put("template", tags.get(PROMPT_TEXT_TAG));
      putTags(created, tags, Set.of(FilterSql.PROMPT_TAG, PROMPT_TYPE_TAG, PROMPT_TEXT_TAG));
    } else {
      created.put("source", version.source()).put("run_id", emptyToNull(version.runId()));
      putTags(created, tags, Set.of());
    }
    created.put("description", emptyToNull(version.description()));
    deliveries.queue(
        prompt ? EventType.PROMPT_VERSION_CREATED : EventType.MODEL_VERSION_CREATED, created);
  }

  /** A tag was set on a registered model or prompt; MLflow tells of prompts only. */
  public void modelTagSet(String name, String key, String value) {
    deliveries.queueOfModel(
        name,
        null,
        EventType.PROMPT_TAG_SET,
        data().put("name", name).put("key", key).put("value", value));
  }

  /** A tag was deleted from a registered model or prompt; MLflow tells of prompts only. */
  public void modelTagDeleted(String name, String key) {
    deliveries.queueOfModel(
        name, null, EventType.PROMPT_TAG_DELETED, data().put("name", name).put("key", key));
  }

  /** A tag was set on a version. */
  public void versionTagSet(ModelVersion version, String key, String value) {
    deliveries.queueOfModel(
        version.name(),
        EventType.MODEL_VERSION_TAG_SET,
        EventType.PROMPT_VERSION_TAG_SET,
        data()
            .put("name", version.name())
            .put("version", version.version())
            .put("key", key)
            .put("value", value));
  }

  /** A tag was deleted from a version. */
  public void versionTagDeleted(ModelVersion version, String key) {
    deliveries.queueOfModel(
        version.name(),
        EventType.MODEL_VERSION_TAG_DELETED,
        EventType.PROMPT_VERSION_TAG_DELETED,
        data().put("name", version.name()).put("version", version.version()).put("key", key));
  }

  /** An alias was set, by whatever call. */
  public void aliasSet(String modelName, String alias, int version) {
    deliveries.queueOfModel(
        modelName,
        EventType.MODEL_VERSION_ALIAS_CREATED,
        EventType.PROMPT_ALIAS_CREATED,
        data()
            .put("name", modelName)
            .put("alias", alias)
            .put("version", Integer.toString(version)));
  }

  /** An alias moved, by whatever call; a promotion or a rollback is told of as such as well. */
  public void aliasMoved(Promotion move) {
    String version = move.toVersion();
    if (version == null) {
      deliveries.queueOfModel(
          move.modelName(),
          EventType.MODEL_VERSION_ALIAS_DELETED,
          EventType.PROMPT_ALIAS_DELETED,
          data().put("name", move.modelName()).put("alias", move.alias()));
    } else {
      aliasSet(move.modelName(), move.alias(), Integer.parseInt(version));
    }
    switch (move.kind().wireName()) {
      case "promotion" -> deliveries.queue(EventType.PROMOTION_DONE, of(move));
      case "rollback" -> deliveries.queue(EventType.PROMOTION_ROLLED_BACK, of(move));
      default -> {}
    }
  }

  /** Somebody asked for a promotion whose gates are to be asked. */
  public void promotionRequested(PromotionRequest request) {
    deliveries.queue(EventType.PROMOTION_REQUESTED, of(request));
  }

  /** Somebody approved a promotion; others may have to. */
  public void promotionApproved(PromotionRequest request, PromotionRequest.Report approval) {
    deliveries.queue(
        EventType.PROMOTION_APPROVED,
        of(request).put("approved_by", approval.user()).put("comment", approval.comment()));
  }

  /** A promotion ended without a move: its gates or a person stopped it, or nobody answered. */
  public void promotionRefused(Promotion end) {
    deliveries.queue(
        EventType.PROMOTION_REFUSED,
        of(end)
            .put("request_id", end.requestId())
            .put("outcome", end.outcome().wireName())
            .put("message", end.message()));
  }

  private static ObjectNode of(PromotionRequest request) {
    return data()
        .put("request_id", request.requestId())
        .put("model_name", request.modelName())
        .put("alias", request.alias())
        .put("from_version", request.fromVersion())
        .put("to_version", request.toVersion())
        .put("reason", request.reason())
        .put("user", request.user())
        .put("created_at", request.createdAt());
  }

  private static ObjectNode of(Promotion move) {
    return data()
        .put("promotion_id", move.promotionId())
        .put("model_name", move.modelName())
        .put("alias", move.alias())
        .put("from_version", move.fromVersion())
        .put("to_version", move.toVersion())
        .put("reason", move.reason())
        .put("user", move.user())
        .put("created_at", move.createdAt());
  }

  private static void putTags(ObjectNode target, Map<String, String> tags, Set<String> without) {
    Map<String, String> shown = new LinkedHashMap<>(tags);
    shown.keySet().removeAll(without);
    ObjectNode object = target.putObject("tags");
    shown.forEach(object::put);
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
