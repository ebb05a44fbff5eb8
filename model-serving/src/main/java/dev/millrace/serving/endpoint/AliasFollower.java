package dev.millrace.serving.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.requestlog.RequestLogs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;

/**
 * Brings every endpoint up at start and keeps it on its alias: at once by notification, and slowly
 * by looking, for what was notified while nobody listened.
 */
@ApplicationScoped
class AliasFollower {

  private static final Logger LOG = Logger.getLogger(AliasFollower.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final AliasListenerStore listener;
  private final EndpointService endpoints;
  private final Deployments deployments;
  private final RequestLogs requestLogs;
  private final Event<ServingChanged> changes;
  private final Duration reconcileInterval;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  AliasFollower(
      AliasListenerStore listener,
      EndpointService endpoints,
      Deployments deployments,
      RequestLogs requestLogs,
      Event<ServingChanged> changes,
      ServingConfig config) {
    this.listener = listener;
    this.endpoints = endpoints;
    this.deployments = deployments;
    this.requestLogs = requestLogs;
    this.changes = changes;
    this.reconcileInterval = config.reconcileInterval();
  }

  void start(@Observes StartupEvent event) {
    Thread follower = new Thread(this::run, "serving-alias-follower");
    follower.setDaemon(true);
    follower.start();
    thread = follower;
  }

  /** While the database and the beans that write to it are still there. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      thread.join(TICK.plusSeconds(1).toMillis());
    }
    deployments.closeAll();
  }

  private void run() {
    long pause = SHORTEST_PAUSE_MILLIS;
    do {
      try (AliasListenerStore.Session session = listener.listen()) {
        look();
        pause = SHORTEST_PAUSE_MILLIS;
        follow(session);
      } catch (SQLException | RuntimeException e) {
        LOG.warnf("aliases are not followed until the database is back: %s", e);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    } while (!isStoppedWithin(pause));
  }

  private void follow(AliasListenerStore.Session session) throws SQLException {
    long lastLook = System.nanoTime();
    while (stopping.getCount() > 0) {
      List<PGNotification> notifications = session.await(TICK);
      if (!notifications.isEmpty()) {
        changes.fire(new ServingChanged());
      }
      for (PGNotification notification : notifications) {
        if (notification.getName().equals(AliasDirectory.CHANNEL)) {
          aliasMoved(notification.getParameter());
        } else if (notification.getName().equals(CanaryService.CHANNEL)) {
          deployments.canariesMoved();
        } else if (notification.getName().equals(RequestLogs.CHANNEL)) {
          requestLogs.refresh();
        } else {
          look();
        }
      }
      if (System.nanoTime() - lastLook > reconcileInterval.toNanos()) {
        session.probe();
        look();
        lastLook = System.nanoTime();
      }
    }
  }

  private void look() {
    changes.fire(new ServingChanged());
    deployments.reconcile(endpoints::all);
    requestLogs.refresh();
  }

  private void aliasMoved(String payload) {
    try {
      JsonNode moved = MlflowJson.mapper().readTree(payload);
      deployments.moved(
          moved.path("model_name").asText(),
          moved.hasNonNull("alias") ? moved.get("alias").asText() : null);
    } catch (JsonProcessingException e) {
      LOG.warn("a notification of an alias could not be read; all endpoints look at theirs");
      deployments.reconcile(endpoints::all);
    }
  }

  private boolean isStoppedWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
