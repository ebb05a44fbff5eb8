package dev.millrace.serving.replica;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.deployment.SwapStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ends what servers left open that ended without a word, and forgets them in the end. */
@Singleton
class GoneReplicas {

  private static final Logger LOG = Logger.getLogger(GoneReplicas.class);

  private final ReplicaStore replicas;
  private final SwapStore swaps;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-gone-replicas");

  GoneReplicas(ReplicaStore replicas, SwapStore swaps) {
    this.replicas = replicas;
    this.swaps = swaps;
  }

  void start(@Observes StartupEvent event) {
    // Not at once: replicas that found no platform for a while have yet to say that they are there.
    long seconds = ReplicaStore.LIFE.toSeconds();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::tidyUp, seconds, seconds, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdown();
  }

  private void tidyUp() {
    try {
      swaps.closeAbandonedSwaps(ReplicaStore.LIFE, System.currentTimeMillis());
      replicas.deleteGoneReplicas();
    } catch (RuntimeException e) {
      LOG.debugf("what servers left that are gone is tidied up the next time: %s", e);
    }
  }
}
