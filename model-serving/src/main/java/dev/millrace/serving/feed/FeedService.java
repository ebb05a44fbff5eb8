package dev.millrace.serving.feed;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.endpoint.ServingChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells serving replicas as soon as something is other than they know it. A replica that waits
 * holds no thread; one computation serves all that wait.
 */
@Singleton
class FeedService {

  private static final Logger LOG = Logger.getLogger(FeedService.class);
  private static final int MOST_WAITING = 1_000;

  private final FeedReader reader;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-feed");
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean due = new AtomicBoolean();
  private final Thread onSignal = new Thread(this::sendAllAway, "serving-feed-end");
  private volatile boolean stopping;

  /** The last one that was read; null where it may be out of date. Of the executor's one thread. */
  private @Nullable ServingFeed current;

  FeedService(FeedReader reader) {
    this.reader = reader;
  }

  /** Who waits, and what he knows. */
  private record Waiting(@Nullable String known, CompletableFuture<Optional<ServingFeed>> answer) {

    boolean isNewsTo(ServingFeed feed) {
      return !feed.revision().equals(known);
    }
  }

  void start(@Observes StartupEvent event) {
    // The framework tells of its shutdown only after it has waited for the open requests.
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  void stop(@Observes ShutdownEvent event) {
    sendAllAway();
    executor.shutdownNow();
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException isRunning) {
      // The hook has been called already.
    }
  }

  private void sendAllAway() {
    stopping = true;
    List.copyOf(waiting).forEach(each -> answer(each, Optional.empty()));
  }

  /**
   * The feed as soon as it is another than the one that is known; empty where that is not so after
   * this time.
   *
   * @throws MlflowException REQUEST_LIMIT_EXCEEDED where too many wait already
   */
  CompletionStage<Optional<ServingFeed>> after(@Nullable String known, long waitMillis) {
    if (waiting.size() >= MOST_WAITING) {
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED, "Too many serving replicas follow this server.");
    }
    Waiting one = new Waiting(known, new CompletableFuture<>());
    waiting.add(one);
    executor.execute(this::answerNews);
    ScheduledFuture<?> unused =
        executor.schedule(() -> lookLast(one), waitMillis, TimeUnit.MILLISECONDS);
    if (stopping) {
      answer(one, Optional.empty());
    }
    return one.answer();
  }

  void changed(@Observes ServingChanged event) {
    if (due.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            due.set(false);
            current = null;
            if (!waiting.isEmpty()) {
              answerNews();
            }
          });
    }
  }

  /** What was notified while nobody listened is seen at the latest when somebody has waited. */
  private void lookLast(Waiting one) {
    if (waiting.contains(one)) {
      current = null;
      answerNews();
      answer(one, Optional.empty());
    }
  }

  private void answerNews() {
    ServingFeed feed = current;
    if (feed == null) {
      try {
        feed = reader.read();
        current = feed;
      } catch (RuntimeException e) {
        LOG.debugf("serving replicas are not told for now: %s", e);
        // Who knows something already may go on with it.
        List.copyOf(waiting).stream().filter(each -> each.known() == null).forEach(this::fail);
        return;
      }
    }
    for (Waiting each : List.copyOf(waiting)) {
      if (each.isNewsTo(feed)) {
        answer(each, Optional.of(feed));
      }
    }
  }

  private void fail(Waiting one) {
    waiting.remove(one);
    one.answer()
        .completeExceptionally(
            new MlflowException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The platform cannot tell what is served right now; ask again."));
  }

  private void answer(Waiting one, Optional<ServingFeed> feed) {
    if (waiting.remove(one)) {
      one.answer().complete(feed);
    }
  }
}
