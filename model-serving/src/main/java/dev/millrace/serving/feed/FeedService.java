package dev.millrace.serving.feed;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.core.thread.SignalHook;
import dev.millrace.serving.endpoint.ServingChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells serving replicas as soon as something is other than they know it. A replica that waits
 * holds no thread; one computation serves all that wait.
 *
 * <p>Nobody is told what was read before he came: he may have what is newer from another server.
 */
@Singleton
class FeedService {

  private static final Logger LOG = Logger.getLogger(FeedService.class);
  private static final int MOST_WAITING = 1_000;

  private final Supplier<ServingFeed> reader;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-feed");
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean due = new AtomicBoolean();
  private final SignalHook onSignal = new SignalHook("serving-feed-end", this::sendAllAway);
  private volatile boolean stopping;

  /** The last one; null where it may be out of date. Of the executor's one thread. */
  private @Nullable Read current;

  @Inject
  FeedService(FeedReader reader) {
    this(reader::read);
  }

  FeedService(Supplier<ServingFeed> reader) {
    this.reader = reader;
  }

  /** What was read, and when that began. */
  private record Read(ServingFeed feed, long beganNanos) {

    boolean isAfter(long nanos) {
      return beganNanos - nanos >= 0;
    }
  }

  /** Who waits, and what he knows. */
  private record Waiting(
      @Nullable String known, long sinceNanos, CompletableFuture<Optional<ServingFeed>> answer) {

    boolean isNewsTo(ServingFeed feed) {
      return !feed.revision().equals(known);
    }
  }

  void start(@Observes StartupEvent event) {
    onSignal.set();
  }

  void stop(@Observes ShutdownEvent event) {
    sendAllAway();
    executor.shutdownNow();
    onSignal.remove();
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
    Waiting one = new Waiting(known, System.nanoTime(), new CompletableFuture<>());
    waiting.add(one);
    executor.execute(() -> lookFirst(one));
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
              look(System.nanoTime());
            }
          });
    }
  }

  /** Who knows what was read last has nothing to look for, until there is news. */
  private void lookFirst(Waiting one) {
    Read last = current;
    if (last == null || one.isNewsTo(last.feed())) {
      look(one.sinceNanos());
    }
  }

  /** What was notified while nobody listened is seen at the latest when somebody has waited. */
  private void lookLast(Waiting one) {
    if (waiting.contains(one)) {
      look(one.sinceNanos());
      answer(one, Optional.empty());
    }
  }

  /** Answers those that what was read since then is news to; it is read where none was. */
  private void look(long sinceNanos) {
    Read read = current;
    if (read == null || !read.isAfter(sinceNanos)) {
      long began = System.nanoTime();
      try {
        read = new Read(reader.get(), began);
        current = read;
      } catch (RuntimeException e) {
        LOG.debugf("serving replicas are not told for now: %s", e);
        // Who knows something already may go on with it.
        List.copyOf(waiting).stream().filter(each -> each.known() == null).forEach(this::fail);
        return;
      }
    }
    for (Waiting each : List.copyOf(waiting)) {
      if (read.isAfter(each.sinceNanos()) && each.isNewsTo(read.feed())) {
        answer(each, Optional.of(read.feed()));
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
