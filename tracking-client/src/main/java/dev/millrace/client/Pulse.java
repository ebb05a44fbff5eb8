package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.live.Heartbeat;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server again and again that a run is alive. Whatever goes wrong with that is no concern
 * of the run: a beat that did not arrive is followed by the next, and a server that knows no
 * heartbeats gets no more.
 */
final class Pulse {

  private final HttpTransport transport;
  private final String path;
  private final Duration interval;
  private final @Nullable ScheduledFuture<?> beats;
  private volatile boolean stopped;

  /** Begins at once, without waiting; an interval of zero is no pulse at all. */
  Pulse(
      HttpTransport transport,
      String runId,
      Duration interval,
      ScheduledExecutorService scheduler) {
    this.transport = transport;
    this.path = "/api/millrace/v1/runs/" + UriParts.encode(runId) + "/heartbeat";
    this.interval = interval;
    this.beats =
        interval.isZero()
            ? null
            : scheduler.scheduleWithFixedDelay(
                this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop() {
    stopped = true;
    if (beats != null) {
      beats.cancel(false);
    }
  }

  private void beat() {
    if (stopped) {
      return;
    }
    try {
      transport.send("POST", path, new Heartbeat(interval.toMillis()), Repeat.SAFELY);
    } catch (MlflowException e) {
      if (e.code().httpStatus() / 100 == 4 && e.code().httpStatus() != 429) {
        stop();
      }
    } catch (RuntimeException e) {
      // The next beat may go better.
    }
  }
}
