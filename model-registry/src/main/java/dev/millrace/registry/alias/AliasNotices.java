package dev.millrace.registry.alias;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells every server that an alias moved, right after the transaction that moved it. Within it, the
 * notice would make all such transactions wait for one another's disk: PostgreSQL commits those
 * that notify one at a time. What a server that dies in between does not tell, followers find by
 * looking.
 */
@Singleton
public class AliasNotices {

  private static final Logger LOG = Logger.getLogger(AliasNotices.class);
  private static final long PAUSE_MILLIS = 500;

  /** A transaction that notifies takes a lock on all others that do, and wakes every listener. */
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final AliasNoticeStore store;
  private final Event<Moved> moved;
  private final Queue<String> unsent = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService executor = DaemonThreads.executor("alias-notices");
  private final AtomicBoolean isSending = new AtomicBoolean();
  private volatile long lastSentNanos = System.nanoTime() - LEAST_PAUSE_NANOS;

  AliasNotices(AliasNoticeStore store, Event<Moved> moved) {
    this.store = store;
    this.moved = moved;
  }

  /** The notice, as listeners read it; one without an alias is of the stages of the model. */
  record Moved(String modelName, @Nullable String alias) {}

  /** Tells whoever listens, once the transaction has committed, that the alias points elsewhere. */
  public void moved(String modelName, String alias) {
    moved.fire(new Moved(modelName, alias));
  }

  /** As {@link #moved}, where a version of the model came to a stage, left one or is gone. */
  public void stagesMoved(String modelName) {
    moved.fire(new Moved(modelName, null));
  }

  void send(@Observes(during = TransactionPhase.AFTER_SUCCESS) Moved alias) {
    try {
      unsent.add(MlflowJson.mapper().writeValueAsString(alias));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A notice could not be written.", e);
    }
    sendSoon();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(1, TimeUnit.SECONDS);
  }

  /** At once, unless others were sent just now. */
  private void sendSoon() {
    if (isSending.compareAndSet(false, true)) {
      long pause = lastSentNanos + LEAST_PAUSE_NANOS - System.nanoTime();
      ScheduledFuture<?> unused =
          executor.schedule(this::sendAll, Math.max(0, pause), TimeUnit.NANOSECONDS);
    }
  }

  /** All that have come meanwhile go together. */
  private void sendAll() {
    isSending.set(false);
    lastSentNanos = System.nanoTime();
    List<String> notices = new ArrayList<>();
    for (String notice = unsent.poll(); notice != null; notice = unsent.poll()) {
      notices.add(notice);
    }
    if (notices.isEmpty()) {
      return;
    }
    try {
      store.send(notices);
    } catch (RuntimeException e) {
      LOG.warnf("moved aliases are told of once more: %s", e);
      unsent.addAll(notices);
      ScheduledFuture<?> unused =
          executor.schedule(this::sendAll, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
