package dev.millrace.registry.webhook.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.Page;
import dev.millrace.core.webhook.Delivery;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.ListDeliveries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of the outbox: what is queued, who takes it, what becomes of it. */
@ApplicationScoped
public class DeliveryService {

  private static final int DEFAULT_MAX_RESULTS = 100;
  private static final int MAX_ERROR_LENGTH = 1_000;
  private static final String ORDER = "delivery DESC";

  private final EventQueueStore events;
  private final OutboxStore outbox;
  private final WebhookConfig config;
  private final Wakeup wakeup;
  private final TransactionSynchronizationRegistry transactions;

  DeliveryService(
      EventQueueStore events,
      OutboxStore outbox,
      WebhookConfig config,
      Wakeup wakeup,
      TransactionSynchronizationRegistry transactions) {
    this.events = events;
    this.outbox = outbox;
    this.config = config;
    this.wakeup = wakeup;
    this.transactions = transactions;
  }

  /** Queues an event in the caller's transaction. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void queue(EventType event, ObjectNode data) {
    sendAfterCommit(events.queue(event, json(data), System.currentTimeMillis()));
  }

  /**
   * Queues an event of a registered model, or the other where it is a prompt, in the caller's
   * transaction.
   *
   * @param ofModel null where models have none
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void queueOfModel(
      String modelName, @Nullable EventType ofModel, EventType ofPrompt, ObjectNode data) {
    sendAfterCommit(
        events.queueOfModel(modelName, ofModel, ofPrompt, json(data), System.currentTimeMillis()));
  }

  /**
   * Queues an event for one webhook in the caller's transaction, unless it was told of this run
   * before.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void queueOncePerRun(String webhookId, String runId, EventType event, ObjectNode data) {
    sendAfterCommit(
        events.queueOncePerRun(webhookId, runId, event, json(data), System.currentTimeMillis()));
  }

  /** Takes deliveries that are due; each is the caller's until the lease is over. */
  @Transactional
  public List<ClaimedDelivery> claim(int most, Collection<Long> busyWebhooks) {
    return outbox.claim(most, busyWebhooks, config.timeout().plus(config.abandonedAfter()));
  }

  /** Writes down how an attempt went, and whether and when there is another. */
  @Transactional
  public void settle(ClaimedDelivery delivery, Attempt attempt) {
    Integer code = attempt.httpStatus();
    if (attempt.delivered() && code != null) {
      outbox.delivered(delivery.key(), delivery.attempts(), code);
      return;
    }
    String error = shortened(attempt.error());
    if (!attempt.worthRetrying() || delivery.attempts() >= config.maxAttempts()) {
      outbox.giveUp(delivery.key(), delivery.attempts(), code, error);
      return;
    }
    Duration pause =
        new RetrySchedule(config.firstPause(), config.longestPause())
            .pauseAfter(delivery.attempts(), attempt.retryAfter());
    outbox.retryIn(delivery.key(), delivery.attempts(), pause, code, error);
  }

  /** The log of a webhook, newest first; empty for a webhook that is not there. */
  @Transactional
  public ListDeliveries.Response log(String webhookId, ListDeliveries request) {
    int most = NewestFirst.maxResults(request.maxResults(), DEFAULT_MAX_RESULTS);
    List<OutboxStore.Logged> found =
        outbox.log(
            webhookId, request.status(), NewestFirst.before(request.pageToken(), ORDER), most + 1);
    Page<OutboxStore.Logged> page = NewestFirst.page(found, most, OutboxStore.Logged::key, ORDER);
    return new ListDeliveries.Response(
        page.items().stream().map(OutboxStore.Logged::delivery).toList(), page.nextPageToken());
  }

  /** The newest delivery to each of these webhooks, by its id; none for those without. */
  @Transactional
  public Map<String, Delivery> newest(Collection<String> webhookIds) {
    return outbox.newest(webhookIds);
  }

  /** Sends the event of a delivery again, as a delivery of its own. */
  @Transactional
  public Delivery redeliver(String webhookId, String deliveryId) {
    Delivery added =
        outbox
            .requeue(webhookId, deliveryId)
            .orElseThrow(
                () ->
                    MlflowException.notFound(
                        "Delivery with ID " + deliveryId + " of this webhook not found."));
    sendAfterCommit(1);
    return added;
  }

  /** Forgets what is older than it is to be kept. */
  @Transactional
  public void forget() {
    outbox.forget(config.keepDeliveries(), config.mostDeliveriesKept());
  }

  private void sendAfterCommit(int queued) {
    if (queued > 0) {
      transactions.registerInterposedSynchronization(new AfterCommit(wakeup));
    }
  }

  private static String json(ObjectNode data) {
    try {
      return MlflowJson.mapper().writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event could not be written.", e);
    }
  }

  private static String shortened(@Nullable String error) {
    String text = error == null ? "The attempt failed." : error.replace("\0", "");
    return text.length() <= MAX_ERROR_LENGTH ? text : text.substring(0, MAX_ERROR_LENGTH);
  }

  private record AfterCommit(Wakeup wakeup) implements Synchronization {

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        wakeup.ring();
      }
    }
  }
}
