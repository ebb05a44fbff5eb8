package dev.millrace.serving.replica;

import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.EndpointSpec;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the others that this server is alive, and what it serves as soon as that changes. */
@Singleton
class ReplicaReporter {

  private static final Logger LOG = Logger.getLogger(ReplicaReporter.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private final ReplicaReports reports;
  private final ReplicaIdentity self;
  private final Deployments deployments;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-replica");

  // Of the executor's one thread.
  private @Nullable Map<EndpointSpec, Endpoint> reported;
  private long aliveAtNanos = System.nanoTime() - HEARTBEAT.toNanos();
  private boolean failing;

  ReplicaReporter(ReplicaReports reports, ReplicaIdentity self, Deployments deployments) {
    this.reports = reports;
    this.self = self;
    this.deployments = deployments;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      reports.deleteReplica(self.id());
    } catch (RuntimeException e) {
      LOG.debugf("the others will miss this server by themselves: %s", e);
    }
  }

  private void look() {
    try {
      report();
      failing = false;
    } catch (RuntimeException e) {
      // What those who were away may have lost is told anew.
      reported = null;
      if (!failing) {
        LOG.warnf("what this server serves is not reported for now: %s", e);
      }
      failing = true;
    }
  }

  private void report() {
    boolean silent = System.nanoTime() - aliveAtNanos >= HEARTBEAT.toNanos();
    if (silent) {
      reports.putReplica(self.id(), self.identity());
      aliveAtNanos = System.nanoTime();
    }
    Map<EndpointSpec, Endpoint> now = deployments.describeAll();
    if (!now.equals(reported)) {
      reports.putServed(self.id(), served(now));
      reported = now;
    }
  }

  private static List<ReplicaReports.Served> served(Map<EndpointSpec, Endpoint> endpoints) {
    return endpoints.entrySet().stream()
        .map(
            entry ->
                new ReplicaReports.Served(
                    entry.getKey().endpointId(),
                    entry.getValue().liveVersion(),
                    entry.getValue().deployments()))
        .toList();
  }
}
