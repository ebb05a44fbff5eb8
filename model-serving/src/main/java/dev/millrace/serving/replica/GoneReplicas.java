package dev.millrace.serving.replica;

import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Forgets servers that ended without a word. */
@Singleton
class GoneReplicas {

  private static final Logger LOG = Logger.getLogger(GoneReplicas.class);

  private final ReplicaStore replicas;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-gone-replicas");

  GoneReplicas(ReplicaStore replicas) {
    this.replicas = replicas;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(this::forget, 0, 1, TimeUnit.HOURS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdown();
  }

  private void forget() {
    try {
      replicas.deleteGoneReplicas();
    } catch (RuntimeException e) {
      LOG.debugf("servers that are gone are removed the next time: %s", e);
    }
  }
}
