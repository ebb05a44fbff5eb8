package dev.millrace.tracking.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.live.LogEvent;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.platform.http.EventStream;
import dev.millrace.tracking.live.RunEventFollower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets streams follow logs: each reads the log from its own offset, page by page as its client
 * takes them, and looks again when the run changed, wherever that happened.
 */
@Singleton
class RunLogTails {

  private static final Logger LOG = Logger.getLogger(RunLogTails.class);
  private static final int THREADS = 4;
  private static final int PAGE_BYTES = 64 * 1024;

  private final RunLogStore logs;
  private final RunEventFollower follower;
  private final Map<EventStream, Tail> tails = new ConcurrentHashMap<>();
  private final ExecutorService executor =
      Executors.newFixedThreadPool(THREADS, DaemonThreads.named("run-log-tail"));

  RunLogTails(RunLogStore logs, RunEventFollower follower) {
    this.logs = logs;
    this.follower = follower;
  }

  void start(@Observes StartupEvent event) {
    follower.onChange(this::changed);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  /** Sends a log from an offset on to its end, which is the end of its run. */
  void follow(String runId, long offset, EventStream stream) {
    Tail tail = new Tail(runId, offset, stream);
    tails.put(stream, tail);
    if (stream.isEnded()) {
      // Perhaps before it was put there.
      forget(stream);
    }
    tail.wake();
  }

  void forget(EventStream stream) {
    tails.remove(stream);
  }

  /** Runs changed; null for any run. */
  private void changed(@Nullable Set<String> runIds) {
    for (Tail tail : tails.values()) {
      if (runIds == null || runIds.contains(tail.runId)) {
        tail.wake();
      }
    }
  }

  private final class Tail {

    private final String runId;
    private final EventStream stream;
    private final AtomicInteger wakes = new AtomicInteger();

    /** A frame is under way; the client's taking it is what wakes next. */
    private volatile boolean sending;

    // Touched by one step at a time.
    private long offset;

    Tail(String runId, long offset, EventStream stream) {
      this.runId = runId;
      this.offset = offset;
      this.stream = stream;
    }

    /** Has a step made, now or after the one that is being made. */
    void wake() {
      if (wakes.getAndIncrement() == 0) {
        try {
          executor.execute(this::steps);
        } catch (RejectedExecutionException stopped) {
          // The streams are being ended.
        }
      }
    }

    private void steps() {
      int seen = wakes.get();
      do {
        try {
          step();
        } catch (RuntimeException e) {
          LOG.warnf("a log cannot be followed, its reader has to come back: %s", e);
          stream.end();
        }
        seen = wakes.addAndGet(-seen);
      } while (seen > 0);
    }

    private void step() {
      if (sending || stream.isEnded()) {
        return;
      }
      // Read before the bytes: what an ended run had to say is there by then.
      Optional<RunLogStore.RunLog> log = logs.findLog(runId);
      if (log.isEmpty()) {
        stream.end();
        return;
      }
      boolean ended = isEnded(log.get().status());
      byte[] page =
          offset < log.get().size()
              ? logs.read(log.get().runKey(), offset, PAGE_BYTES)
              : new byte[0];
      int complete = Utf8.completeLength(page);
      int length = complete == 0 && ended ? page.length : complete;
      if (length > 0) {
        send(page, length);
      } else if (ended) {
        end(log.get());
      }
    }

    private void send(byte[] page, int length) {
      String text = new String(page, 0, length, StandardCharsets.UTF_8);
      String data = json(new LogEvent(offset, text));
      offset += length;
      sending = true;
      stream.send(
          EventStream.frame(Long.toString(offset), "log", data),
          () -> {
            sending = false;
            wake();
          });
    }

    private void end(RunLogStore.RunLog log) {
      LogEvent.End end = new LogEvent.End(offset, log.status());
      stream.send(EventStream.frame(Long.toString(offset), "end", json(end)));
      stream.end();
    }
  }

  private static boolean isEnded(RunStatus status) {
    return status == RunStatus.FINISHED || status == RunStatus.FAILED || status == RunStatus.KILLED;
  }

  private static String json(Object data) {
    try {
      return MlflowJson.mapper().writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
