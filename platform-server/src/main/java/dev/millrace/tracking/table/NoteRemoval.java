package dev.millrace.tracking.table;

import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Removes old notes of changes, again and again. */
@Singleton
final class NoteRemoval {

  private static final Logger LOG = Logger.getLogger(NoteRemoval.class);

  private final RunTableStore store;
  private final RunTableConfig config;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("change-note-removal"));

  NoteRemoval(RunTableStore store, RunTableConfig config) {
    this.store = store;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long period = config.forgetEvery().toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::remove, period, period, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  private void remove() {
    try {
      store.forgetNotes();
    } catch (RuntimeException e) {
      LOG.warnf("old notes of changes are removed in the next round: %s", e.toString());
    }
  }
}
