package dev.millrace.platform.http;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.core.thread.SignalHook;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * All open streams of this replica: bounds their number, keeps them alive, and ends them when the
 * server is told to stop, so that they do not hold up its drain.
 */
@Singleton
public final class EventStreams {

  private static final long RETRY_MILLIS = 2_000;

  private final EventStreamsConfig config;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<EventStream, Consumer<EventStream>> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("event-streams"));
  private final SignalHook onSignal = new SignalHook("event-streams-end", this::endAll);
  private volatile boolean stopping;

  EventStreams(EventStreamsConfig config) {
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::keepAlive, 1, 1, TimeUnit.SECONDS);
    onSignal.set();
  }

  void stop(@Observes ShutdownEvent event) {
    endAll();
    executor.shutdownNow();
    onSignal.remove();
  }

  /**
   * Begins the answer to a request for events.
   *
   * @param whenEnded run once when the stream has ended, for whatever reason
   * @throws MlflowException REQUEST_LIMIT_EXCEEDED where too many are open
   */
  public EventStream open(
      RoutingContext context, SseEventSink sink, Consumer<EventStream> whenEnded) {
    if (stopping) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The server is stopping; ask again.");
    }
    if (count.incrementAndGet() > config.maxOpen()) {
      count.decrementAndGet();
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "Too many event streams are open on this server (millrace.streams.max-open="
              + config.maxOpen()
              + ").");
    }
    EventStream stream = new EventStream(context, sink, this::ended);
    open.put(stream, whenEnded);
    stream.start(RETRY_MILLIS);
    if (stopping) {
      stream.end();
    }
    return stream;
  }

  /** Called from any thread, event loops and holders of locks among them. */
  private void ended(EventStream stream) {
    Consumer<EventStream> whenEnded = open.remove(stream);
    if (whenEnded == null) {
      return;
    }
    count.decrementAndGet();
    try {
      executor.execute(() -> whenEnded.accept(stream));
    } catch (RejectedExecutionException stopped) {
      // Nobody watches any more.
    }
  }

  private void keepAlive() {
    long idleNanos = config.keepAlive().toNanos();
    List.copyOf(open.keySet()).forEach(stream -> stream.keepAlive(idleNanos));
  }

  private void endAll() {
    stopping = true;
    List.copyOf(open.keySet()).forEach(EventStream::end);
  }
}
