package dev.millrace.registry.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.MetricThreshold;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The metrics that webhooks wait for. They are looked up at most once a second, by whoever moves
 * metrics to their series, and never by a call that logs one.
 */
@ApplicationScoped
public class MetricThresholds {

  private static final Duration GOOD_FOR = Duration.ofSeconds(1);

  private final WebhookStore webhooks;
  private final DeliveryService deliveries;
  private volatile Known known = new Known(List.of(), System.nanoTime() - GOOD_FOR.toNanos());

  MetricThresholds(WebhookStore webhooks, DeliveryService deliveries) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
  }

  /** A webhook that waits for a metric. */
  public record Rule(String webhookId, MetricThreshold threshold) {

    /** Whether a value of a metric is beyond the threshold; NaN never is. */
    public boolean isCrossedBy(String key, double value) {
      Double above = threshold.above();
      Double below = threshold.below();
      return key.equals(threshold.key())
          && ((above != null && value > above) || (below != null && value < below));
    }
  }

  private record Known(List<Rule> rules, long atNanos) {}

  /**
   * The rules as they were a second ago at the latest; those that were made at this server are
   * known at once.
   */
  @Transactional
  public List<Rule> current() {
    Known now = known;
    long time = System.nanoTime();
    if (time - now.atNanos() < GOOD_FOR.toNanos()) {
      return now.rules();
    }
    List<Rule> rules =
        webhooks.findWaitingForMetrics().stream()
            .map(webhook -> new Rule(webhook.id(), Objects.requireNonNull(webhook.threshold())))
            .toList();
    known = new Known(rules, time);
    return rules;
  }

  /**
   * Tells the rule's webhook, in the caller's transaction, unless it was told of the run before.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void crossed(Rule rule, String runId, ObjectNode data) {
    deliveries.queueOncePerRun(rule.webhookId(), runId, EventType.METRIC_THRESHOLD_CROSSED, data);
  }

  /** Rules changed at this server. */
  void forget() {
    known = new Known(List.of(), System.nanoTime() - GOOD_FOR.toNanos());
  }
}
