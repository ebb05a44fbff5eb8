package dev.millrace.registry.webhook;

import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.MetricThreshold;
import dev.millrace.core.webhook.WebhookFormat;
import dev.millrace.core.webhook.WebhookStatus;
import dev.millrace.registry.webhook.delivery.Receiver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Webhooks with the events they want. */
@ApplicationScoped
class WebhookStore {

  private static final String SELECT =
      """
      SELECT w.webhook_key, w.webhook_id, w.name, w.description, w.url, w.status, w.format,
             w.secret, w.metric_key, w.metric_above, w.metric_below, w.experiment_id,
             w.created_at, w.last_updated_at,
             (SELECT string_agg(event, ',' ORDER BY event) FROM webhook_events e
              WHERE e.webhook_key = w.webhook_key) AS events
      FROM webhooks w
      WHERE EXISTS (SELECT 1 FROM webhook_events e WHERE e.webhook_key = w.webhook_key
                    AND e.event = ANY (string_to_array(:scope, ',')))
      """;

  private static final String VALUES =
      """
      :name, CAST(:description AS text), :url, :status, :format, CAST(:secret AS bytea),
      CAST(:metric AS text), CAST(:above AS double precision), CAST(:below AS double precision),
      CAST(:experiment AS text), :updated
      """;

  private final EntityManager entities;

  WebhookStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Adds the webhook; its key is given here. */
  void add(StoredWebhook webhook) {
    bind(
            """
            WITH added AS (
              INSERT INTO webhooks (webhook_id, created_at, name, description, url, status, format,
                secret, metric_key, metric_above, metric_below, experiment_id, last_updated_at)
              VALUES (:id, :created, %s)
              RETURNING webhook_key
            )
            INSERT INTO webhook_events (webhook_key, event)
            SELECT webhook_key, unnest(string_to_array(:events, ',')) FROM added
            """
                .formatted(VALUES),
            webhook)
        .setParameter("id", webhook.id())
        .setParameter("created", webhook.createdAtMillis())
        .setParameter("events", joined(webhook.events()))
        .executeUpdate();
  }

  /** Writes everything but the key, the id and the time of its creation. */
  void update(StoredWebhook webhook) {
    bind(
            """
            UPDATE webhooks SET (name, description, url, status, format, secret, metric_key,
              metric_above, metric_below, experiment_id, last_updated_at) = (%s)
            WHERE webhook_key = :key
            """
                .formatted(VALUES),
            webhook)
        .setParameter("key", webhook.key())
        .executeUpdate();
    entities
        .createNativeQuery(
            """
            WITH gone AS (
              DELETE FROM webhook_events
              WHERE webhook_key = :key AND event <> ALL (string_to_array(:events, ','))
            )
            INSERT INTO webhook_events (webhook_key, event)
            SELECT :key, unnest(string_to_array(:events, ','))
            ON CONFLICT DO NOTHING
            """)
        .setParameter("key", webhook.key())
        .setParameter("events", joined(webhook.events()))
        .executeUpdate();
  }

  /** Deletes it with its deliveries. */
  void delete(long key) {
    entities
        .createNativeQuery("DELETE FROM webhooks WHERE webhook_key = :key")
        .setParameter("key", key)
        .executeUpdate();
  }

  /** The webhook of this id; empty also where it wants no event of the scope. */
  Optional<StoredWebhook> find(String webhookId, EventScope scope) {
    return rows(select("AND w.webhook_id = :id", scope).setParameter("id", webhookId)).findFirst();
  }

  /** As {@link #find}, and locks it against other changes until the transaction ends. */
  Optional<StoredWebhook> lock(String webhookId, EventScope scope) {
    return rows(select("AND w.webhook_id = :id FOR NO KEY UPDATE OF w", scope)
            .setParameter("id", webhookId))
        .findFirst();
  }

  /** The webhooks that want an event of the scope, newest first. */
  List<StoredWebhook> list(EventScope scope, long beforeKey, int mostRows) {
    return rows(select("AND w.webhook_key < :before ORDER BY w.webhook_key DESC LIMIT :most", scope)
            .setParameter("before", beforeKey)
            .setParameter("most", mostRows))
        .toList();
  }

  /** The active webhooks that wait for a metric. */
  List<StoredWebhook> findWaitingForMetrics() {
    return rows(select(
                """
                AND w.status = 'ACTIVE' AND w.metric_key IS NOT NULL
                AND EXISTS (SELECT 1 FROM webhook_events e
                            WHERE e.webhook_key = w.webhook_key AND e.event = :event)
                """,
                EventScope.ALL)
            .setParameter("event", EventType.METRIC_THRESHOLD_CROSSED.wireName()))
        .toList();
  }

  private Query select(String conditions, EventScope scope) {
    return entities
        .createNativeQuery(SELECT + conditions, Tuple.class)
        .setParameter("scope", scope.names());
  }

  private Query bind(String sql, StoredWebhook webhook) {
    MetricThreshold threshold = webhook.threshold();
    return entities
        .createNativeQuery(sql)
        .setParameter("name", webhook.name())
        .setParameter("description", webhook.description())
        .setParameter("url", webhook.receiver().url())
        .setParameter("status", webhook.status().name())
        .setParameter("format", webhook.format().wireName())
        .setParameter("secret", webhook.receiver().sealedSecret())
        .setParameter("metric", threshold == null ? null : threshold.key())
        .setParameter("above", threshold == null ? null : threshold.above())
        .setParameter("below", threshold == null ? null : threshold.below())
        .setParameter("experiment", threshold == null ? null : threshold.experimentId())
        .setParameter("updated", webhook.lastUpdatedAtMillis());
  }

  private static Stream<StoredWebhook> rows(Query query) {
    return ((List<?>) query.getResultList()).stream().map(row -> toStored((Tuple) row));
  }

  private static StoredWebhook toStored(Tuple row) {
    String metric = row.get("metric_key", String.class);
    return new StoredWebhook(
        row.get("webhook_key", Long.class),
        row.get("name", String.class),
        row.get("description", String.class),
        Stream.of(row.get("events", String.class).split(",")).map(EventType::of).toList(),
        WebhookStatus.valueOf(row.get("status", String.class)),
        metric == null
            ? null
            : new MetricThreshold(
                metric,
                row.get("metric_above", Double.class),
                row.get("metric_below", Double.class),
                row.get("experiment_id", String.class)),
        row.get("created_at", Long.class),
        row.get("last_updated_at", Long.class),
        new Receiver(
            row.get("webhook_id", String.class),
            row.get("url", String.class),
            WebhookFormat.of(row.get("format", String.class)),
            row.get("secret", byte[].class)));
  }

  private static String joined(List<EventType> events) {
    return events.stream().map(EventType::wireName).collect(Collectors.joining(","));
  }
}
