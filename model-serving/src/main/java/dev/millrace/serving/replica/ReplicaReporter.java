package dev.millrace.serving.replica;

import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.EndpointSpec;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
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

  private final ReplicaStore replicas;
  private final Deployments deployments;
  private final String name;
  private final UUID id = UUID.randomUUID();
  private final long startedAtMillis = System.currentTimeMillis();
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-replica");

  // Of the executor's one thread.
  private @Nullable Map<EndpointSpec, Endpoint> reported;
  private long aliveAtNanos = System.nanoTime() - HEARTBEAT.toNanos();
  private boolean failing;

  ReplicaReporter(ReplicaStore replicas, Deployments deployments, ServingConfig config) {
    this.replicas = replicas;
    this.deployments = deployments;
    this.name = ReplicaName.of(config);
  }

  void start(@Observes StartupEvent event) {
    executor.execute(this::forgetTheGone);
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      replicas.deleteReplica(id);
    } catch (RuntimeException e) {
      LOG.debugf("the others will miss this server by themselves: %s", e);
    }
  }

  private void forgetTheGone() {
    try {
      replicas.deleteGoneReplicas();
    } catch (RuntimeException e) {
      LOG.debugf("servers that are gone are removed by the next that starts: %s", e);
    }
  }

  private void look() {
    try {
      report();
      failing = false;
    } catch (RuntimeException e) {
      // What a database that came back may have lost is told anew.
      reported = null;
      if (!failing) {
        LOG.warnf("what this server serves is not reported until the database is back: %s", e);
      }
      failing = true;
    }
  }

  private void report() {
    boolean silent = System.nanoTime() - aliveAtNanos >= HEARTBEAT.toNanos();
    if (silent) {
      replicas.putReplica(id, name, startedAtMillis);
      aliveAtNanos = System.nanoTime();
    }
    Map<EndpointSpec, Endpoint> now = deployments.describeAll();
    if (!now.equals(reported)) {
      replicas.putEndpoints(id, now);
      reported = now;
    }
  }
}
