package dev.millrace.artifacts;

import dev.millrace.core.artifact.CollectArtifacts;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.core.validation.Age;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
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

  /** Of one request; a caller with more to do asks again. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private final ObjectRemover remover;
  private final MultipartUploadStore uploads;
  private final ArtifactsConfig config;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("artifact-collector"));

  UnreferencedObjectCollector(
      ObjectRemover remover, MultipartUploadStore uploads, ArtifactsConfig config) {
    this.remover = remover;
    this.uploads = uploads;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::collectAndLog, 1, 60, TimeUnit.MINUTES);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  /** Removes, for some seconds, objects that have been unreferenced for as long as is asked. */
  CollectArtifacts.Response collect(CollectArtifacts request) {
    Duration age =
        request.olderThan() == null ? config.collectAfter() : Age.parse(request.olderThan());
    Instant deadline = Instant.now().plus(TIME_LIMIT);
    long collected = 0;
    try {
      while (Instant.now().isBefore(deadline)) {
        if (!remover.removeOneOlderThan(age)) {
          return new CollectArtifacts.Response(collected, true);
        }
        collected++;
      }
    } catch (UncheckedIOException e) {
      throw ArtifactService.unavailable(new IOException(e.getMessage(), e));
    }
    return new CollectArtifacts.Response(collected, false);
  }

  /** Removes every object that is due; the number of them. */
  int collect() {
    int collected = 0;
    while (remover.removeOneOlderThan(config.collectAfter())) {
      collected++;
    }
    uploads.deleteCompletedFor(config.collectAfter());
    return collected;
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
