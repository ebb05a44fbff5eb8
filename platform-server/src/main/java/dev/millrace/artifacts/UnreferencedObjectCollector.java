package dev.millrace.artifacts;

import dev.millrace.platform.thread.DaemonThreads;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Removes objects that no file refers to and that nobody is writing any more: what a crash left of
 * an upload, and what an overwrite or a deletion could not remove at once. Any number of replicas
 * may do so side by side: each object is locked while it is removed.
 */
@Singleton
final class UnreferencedObjectCollector {

  private static final Logger LOG = Logger.getLogger(UnreferencedObjectCollector.class);

  private final ArtifactStore store;
  private final ArtifactRepository repository;
  private final ArtifactsConfig config;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("artifact-collector"));

  UnreferencedObjectCollector(
      ArtifactStore store, ArtifactRepository repository, ArtifactsConfig config) {
    this.store = store;
    this.repository = repository;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::collectAndLog, 1, 60, TimeUnit.MINUTES);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  /** Removes every object that is due; the number of them. */
  int collect() {
    int collected = 0;
    while (collectOne()) {
      collected++;
    }
    return collected;
  }

  private boolean collectOne() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Optional<String> objectKey = store.lockUnreferencedFor(config.collectAfter());
              objectKey.ifPresent(this::remove);
              return objectKey.isPresent();
            });
  }

  private void remove(String objectKey) {
    try {
      repository.remove(objectKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.deleteUnreferenced(objectKey);
  }

  private void collectAndLog() {
    try {
      int collected = collect();
      if (collected > 0) {
        LOG.infof("collected %d unreferenced objects of the artifact store", collected);
      }
    } catch (RuntimeException e) {
      LOG.warnf("unreferenced objects are left for the next round: %s", e.toString());
    }
  }
}
