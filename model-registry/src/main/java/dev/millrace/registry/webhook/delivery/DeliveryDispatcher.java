package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due, at any number of servers at once: one thread claims, as many as it has workers
 * for, and the workers send. What a killed server had claimed is claimed again later.
 */
@Singleton
final class DeliveryDispatcher {

  private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);
  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final DeliveryService deliveries;
  private final WebhookSender sender;
  private final Wakeup wakeup;
  private final WebhookConfig config;
  private final ExecutorService workers;
  private final Semaphore freeWorkers;
  private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private @Nullable Thread thread;

  DeliveryDispatcher(
      DeliveryService deliveries, WebhookSender sender, Wakeup wakeup, WebhookConfig config) {
    this.deliveries = deliveries;
    this.sender = sender;
    this.wakeup = wakeup;
    this.config = config;
    this.freeWorkers = new Semaphore(config.workers());
    this.workers = Executors.newCachedThreadPool(DaemonThreads.named("webhook-delivery"));
  }

  void start(@Observes StartupEvent event) {
    thread = DaemonThreads.named("webhook-dispatcher").newThread(this::run);
    thread.start();
  }

  /** What is under way may end; what is not sent then is sent after the lease, by whoever runs. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    wakeup.ring();
    if (thread != null) {
      thread.join(LONGEST_PAUSE_MILLIS);
    }
    workers.shutdown();
    if (!workers.awaitTermination(2, TimeUnit.SECONDS)) {
      workers.shutdownNow();
    }
  }

  private void run() {
    long lastForgot = System.nanoTime();
    Duration pause = config.pollInterval();
    while (!stopping) {
      try {
        wakeup.await(pause);
        sendDue();
        pause = config.pollInterval();
        if (System.nanoTime() - lastForgot > FORGET_INTERVAL.toNanos()) {
          deliveries.forget();
          lastForgot = System.nanoTime();
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          LOG.warnf("webhooks are sent in the next round: %s", e.toString());
        }
        pause = Duration.ofMillis(LONGEST_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void sendDue() {
    int free = freeWorkers.availablePermits();
    while (free > 0 && !stopping) {
      // Fewer at once than are free, so that one webhook gets no more than its share of a claim.
      int most = Math.min(free, config.workersPerWebhook());
      List<ClaimedDelivery> claimed = deliveries.claim(most, busyWebhooks());
      if (claimed.isEmpty()) {
        return;
      }
      claimed.forEach(this::begin);
      free = freeWorkers.availablePermits();
    }
  }

  private Set<Long> busyWebhooks() {
    return underWay.entrySet().stream()
        .filter(webhook -> webhook.getValue() >= config.workersPerWebhook())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void begin(ClaimedDelivery delivery) {
    freeWorkers.acquireUninterruptibly();
    underWay.merge(delivery.webhookKey(), 1, Integer::sum);
    workers.execute(
        () -> {
          try {
            send(delivery);
          } finally {
            underWay.computeIfPresent(
                delivery.webhookKey(), (key, count) -> count == 1 ? null : count - 1);
            freeWorkers.release();
            // There may be more for this webhook, or for this worker.
            wakeup.ring();
          }
        });
  }

  private void send(ClaimedDelivery delivery) {
    try {
      deliveries.settle(
          delivery,
          delivery.active()
              ? sender.send(delivery.receiver(), delivery.message())
              : Attempt.failed("The webhook was disabled.", false));
    } catch (RuntimeException e) {
      // It is made again once its lease is over.
      LOG.warnf(
          "how delivery %s went could not be written: %s",
          delivery.message().deliveryId(), e.toString());
    }
  }
}
