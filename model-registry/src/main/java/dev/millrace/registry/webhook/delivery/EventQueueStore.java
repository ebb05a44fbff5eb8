package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.webhook.EventType;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entrance of the outbox: one delivery for each active webhook that wants the event. A webhook
 * that is being deleted is waited for and left out.
 */
@Singleton
class EventQueueStore extends JdbcStore {

  EventQueueStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Queues the event for every active webhook that wants it; answers for how many. */
  int queue(EventType event, String data, long nowMillis) {
    return update(
        """
        INSERT INTO webhook_deliveries (webhook_key, event_id, event, occurred_at, data)
        SELECT w.webhook_key, ?, ?, ?, CAST(? AS json)
        FROM webhook_events e JOIN webhooks w USING (webhook_key)
        WHERE e.event = ? AND w.status = 'ACTIVE'
        FOR KEY SHARE OF w
        """,
        UUID.randomUUID().toString(),
        event.wireName(),
        nowMillis,
        data,
        event.wireName());
  }

  /**
   * Queues an event of a registered model, or the other where the model of this name is a prompt;
   * answers for how many webhooks.
   *
   * @param ofModel null where models have none
   */
  int queueOfModel(
      String modelName,
      @Nullable EventType ofModel,
      EventType ofPrompt,
      String data,
      long nowMillis) {
    return update(
        """
        INSERT INTO webhook_deliveries (webhook_key, event_id, event, occurred_at, data)
        SELECT w.webhook_key, ?, e.event, ?, CAST(? AS json)
        FROM webhook_events e JOIN webhooks w USING (webhook_key)
        WHERE e.event IN (?, ?) AND w.status = 'ACTIVE'
          AND (e.event = ?) = EXISTS (
            SELECT 1 FROM registered_models m JOIN registered_model_tags t
              USING (registered_model_id)
            WHERE m.name = ? AND t.key = 'mlflow.prompt.is_prompt' AND lower(t.value) = 'true')
        FOR KEY SHARE OF w
        """,
        UUID.randomUUID().toString(),
        nowMillis,
        data,
        ofModel == null ? "" : ofModel.wireName(),
        ofPrompt.wireName(),
        ofPrompt.wireName(),
        modelName);
  }

  /** Queues the event for one webhook where it is active, the first time that it is of this run. */
  int queueOncePerRun(
      String webhookId, String runId, EventType event, String data, long nowMillis) {
    return update(
        """
        WITH webhook AS (
          SELECT webhook_key FROM webhooks
          WHERE webhook_id = ? AND status = 'ACTIVE'
          FOR KEY SHARE
        ), crossing AS (
          INSERT INTO webhook_crossings (webhook_key, run_id)
          SELECT webhook_key, ? FROM webhook
          ON CONFLICT DO NOTHING
          RETURNING webhook_key
        )
        INSERT INTO webhook_deliveries (webhook_key, event_id, event, occurred_at, data)
        SELECT webhook_key, ?, ?, ?, CAST(? AS json) FROM crossing
        """,
        webhookId,
        runId,
        UUID.randomUUID().toString(),
        event.wireName(),
        nowMillis,
        data);
  }
}
