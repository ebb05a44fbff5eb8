package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.webhook.Delivery;
import dev.millrace.core.webhook.DeliveryStatus;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.WebhookFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outbox of events, and the log of what became of them. All times of it but that of the event
 * are the database's: replicas need not agree on theirs.
 */
@ApplicationScoped
class OutboxStore {

  private static final String LOGGED =
      """
      SELECT d.delivery_key, d.delivery_id, d.event_id, d.event, d.status, d.attempts,
             d.redelivery_of, d.http_status, d.error, d.occurred_at,
             CAST(floor(extract(epoch FROM d.last_attempt_at) * 1000) AS bigint) AS last_attempt,
             CAST(floor(extract(epoch FROM d.due_at) * 1000) AS bigint) AS due,
             CAST(floor(extract(epoch FROM d.completed_at) * 1000) AS bigint) AS completed,
             w.webhook_id
      """;

  private static final String LOG =
      LOGGED
          + """
          FROM webhook_deliveries d JOIN webhooks w USING (webhook_key)
          WHERE w.webhook_id = :webhook
          """;

  private final EntityManager entities;

  OutboxStore(EntityManager entities) {
    this.entities = entities;
  }

  /** A delivery with the key that pages go on from. */
  record Logged(long key, Delivery delivery) {}

  /**
   * Takes deliveries that are due, the longest due first, and counts the attempt. Nobody else takes
   * them until the lease is over. Those that others take at the same time are left out, not waited
   * for.
   *
   * @param busy webhooks whose deliveries are left out
   */
  List<ClaimedDelivery> claim(int most, Collection<Long> busy, Duration lease) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                WITH due AS (
                  SELECT delivery_key FROM webhook_deliveries
                  WHERE status = 'PENDING' AND due_at <= now()
                    AND webhook_key <> ALL (CAST(:busy AS bigint[]))
                  ORDER BY due_at LIMIT :most
                  FOR UPDATE SKIP LOCKED
                )
                UPDATE webhook_deliveries d
                SET attempts = d.attempts + 1, last_attempt_at = now(),
                    due_at = now() + :lease * interval '1 millisecond'
                FROM due, webhooks w
                WHERE d.delivery_key = due.delivery_key AND w.webhook_key = d.webhook_key
                RETURNING d.delivery_key, d.delivery_id, d.event_id, d.event, d.occurred_at,
                          CAST(d.data AS text), d.attempts, w.webhook_key, w.webhook_id, w.url,
                          w.format, w.secret, w.status
                """,
                Tuple.class)
            .setParameter("most", most)
            .setParameter("busy", busy.toArray(Long[]::new))
            .setParameter("lease", lease.toMillis())
            .getResultList();
    return rows.stream().map(row -> claimed((Tuple) row)).toList();
  }

  /** Writes that an attempt delivered; nothing where another attempt was made meanwhile. */
  boolean delivered(long deliveryKey, int attempts, int httpStatus) {
    return complete(deliveryKey, attempts, DeliveryStatus.DELIVERED, httpStatus, null);
  }

  /** Writes that the delivery is given up; nothing where another attempt was made meanwhile. */
  boolean giveUp(long deliveryKey, int attempts, @Nullable Integer httpStatus, String error) {
    return complete(deliveryKey, attempts, DeliveryStatus.FAILED, httpStatus, error);
  }

  /** Writes when it is tried again; nothing where another attempt was made meanwhile. */
  boolean retryIn(
      long deliveryKey,
      int attempts,
      Duration pause,
      @Nullable Integer httpStatus,
      @Nullable String error) {
    return entities
            .createNativeQuery(
                """
                UPDATE webhook_deliveries
                SET due_at = now() + :pause * interval '1 millisecond',
                    http_status = CAST(:code AS integer), error = :error
                WHERE delivery_key = :key AND attempts = :attempts AND status = 'PENDING'
                """)
            .setParameter("key", deliveryKey)
            .setParameter("attempts", attempts)
            .setParameter("pause", pause.toMillis())
            .setParameter("code", httpStatus)
            .setParameter("error", error)
            .executeUpdate()
        == 1;
  }

  private boolean complete(
      long deliveryKey,
      int attempts,
      DeliveryStatus status,
      @Nullable Integer httpStatus,
      @Nullable String error) {
    return entities
            .createNativeQuery(
                """
                UPDATE webhook_deliveries
                SET status = :status, completed_at = now(),
                    http_status = CAST(:code AS integer), error = :error
                WHERE delivery_key = :key AND attempts = :attempts AND status = 'PENDING'
                """)
            .setParameter("key", deliveryKey)
            .setParameter("attempts", attempts)
            .setParameter("status", status.name())
            .setParameter("code", httpStatus)
            .setParameter("error", error)
            .executeUpdate()
        == 1;
  }

  /** The deliveries to a webhook, newest first; empty for a webhook that is not there. */
  List<Logged> log(
      String webhookId, @Nullable DeliveryStatus status, long beforeKey, int mostRows) {
    List<?> rows =
        entities
            .createNativeQuery(
                LOG
                    + """
                      AND d.delivery_key < :before
                      AND (CAST(:status AS text) IS NULL OR d.status = CAST(:status AS text))
                    ORDER BY d.delivery_key DESC LIMIT :most
                    """,
                Tuple.class)
            .setParameter("webhook", webhookId)
            .setParameter("before", beforeKey)
            .setParameter("status", status == null ? null : status.name())
            .setParameter("most", mostRows)
            .getResultList();
    return rows.stream().map(row -> logged((Tuple) row)).toList();
  }

  /** The newest delivery to each of these webhooks, by its id; none for those without. */
  Map<String, Delivery> newest(Collection<String> webhookIds) {
    List<?> rows =
        entities
            .createNativeQuery(
                LOGGED
                    + """
                    FROM webhooks w CROSS JOIN LATERAL (
                      SELECT * FROM webhook_deliveries WHERE webhook_key = w.webhook_key
                      ORDER BY delivery_key DESC LIMIT 1) d
                    WHERE w.webhook_id = ANY (CAST(:webhooks AS text[]))
                    """,
                Tuple.class)
            .setParameter("webhooks", webhookIds.toArray(String[]::new))
            .getResultList();
    return rows.stream()
        .map(Tuple.class::cast)
        .collect(
            Collectors.toMap(
                row -> row.get("webhook_id", String.class), row -> logged(row).delivery()));
  }

  /**
   * Queues a delivery's event anew, for the same webhook; empty where there is no such delivery.
   */
  Optional<Delivery> requeue(String webhookId, String deliveryId) {
    List<?> added =
        entities
            .createNativeQuery(
                """
                INSERT INTO webhook_deliveries
                  (webhook_key, event_id, event, occurred_at, data, redelivery_of)
                SELECT d.webhook_key, d.event_id, d.event, d.occurred_at, d.data, d.delivery_id
                FROM webhook_deliveries d JOIN webhooks w USING (webhook_key)
                WHERE w.webhook_id = :webhook AND d.delivery_id = :delivery
                FOR KEY SHARE OF w
                RETURNING delivery_id
                """)
            .setParameter("webhook", webhookId)
            .setParameter("delivery", deliveryId)
            .getResultList();
    return added.stream().findFirst().map(id -> require(webhookId, (String) id));
  }

  /**
   * Forgets deliveries that ended so long ago, and those beyond the newest so many of a webhook;
   * answers how many.
   */
  int forget(Duration keep, int mostOfWebhook) {
    return entities
        .createNativeQuery(
            """
            DELETE FROM webhook_deliveries d
            USING (
              SELECT webhook_key, (
                SELECT delivery_key FROM webhook_deliveries
                WHERE webhook_key = w.webhook_key
                ORDER BY delivery_key DESC OFFSET :most LIMIT 1) AS last_forgotten
              FROM webhooks w) AS kept
            WHERE d.webhook_key = kept.webhook_key AND d.completed_at IS NOT NULL
              AND (d.completed_at < now() - :keep * interval '1 millisecond'
                OR d.delivery_key <= kept.last_forgotten)
            """)
        .setParameter("keep", keep.toMillis())
        .setParameter("most", mostOfWebhook)
        .executeUpdate();
  }

  private Delivery require(String webhookId, String deliveryId) {
    return logged(
            (Tuple)
                entities
                    .createNativeQuery(LOG + " AND d.delivery_id = :delivery", Tuple.class)
                    .setParameter("webhook", webhookId)
                    .setParameter("delivery", deliveryId)
                    .getSingleResult())
        .delivery();
  }

  private static ClaimedDelivery claimed(Tuple row) {
    return new ClaimedDelivery(
        row.get(0, Long.class),
        row.get(6, Integer.class),
        row.get(7, Long.class),
        row.get(12, String.class).equals("ACTIVE"),
        new Receiver(
            row.get(8, String.class),
            row.get(9, String.class),
            WebhookFormat.of(row.get(10, String.class)),
            row.get(11, byte[].class)),
        new Message(
            row.get(1, String.class),
            row.get(2, String.class),
            EventType.of(row.get(3, String.class)),
            row.get(4, Long.class),
            row.get(5, String.class)));
  }

  private static Logged logged(Tuple row) {
    DeliveryStatus status = DeliveryStatus.valueOf(row.get("status", String.class));
    return new Logged(
        row.get("delivery_key", Long.class),
        new Delivery(
            row.get("delivery_id", String.class),
            row.get("event_id", String.class),
            EventType.of(row.get("event", String.class)),
            status,
            row.get("attempts", Integer.class),
            row.get("redelivery_of", String.class),
            row.get("http_status", Integer.class),
            row.get("error", String.class),
            row.get("occurred_at", Long.class),
            row.get("last_attempt", Long.class),
            status == DeliveryStatus.PENDING ? row.get("due", Long.class) : null,
            row.get("completed", Long.class)));
  }
}
