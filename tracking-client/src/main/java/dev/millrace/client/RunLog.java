package dev.millrace.client;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.live.AppendLog;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Text of a run on its way to the run's log: gathered and sent in the background, at the latest a
 * second after it was written. A piece whose answer was lost is sent again under its number, and is
 * in the log once.
 *
 * <p>Nothing here fails the run. While the server is away up to 8 MiB wait for it; what is written
 * beyond that is dropped, and a line in the log says how much. A log that takes nothing more,
 * because it is full or the server keeps none, is given up with a warning.
 */
final class RunLog extends OutputStream {

  private static final System.Logger LOG = System.getLogger(RunLog.class.getName());
  private static final long DELAY_MILLIS = 1000;
  private static final int PIECE = 256 * 1024;
  private static final int MOST_WAITING = 8 << 20;

  private final HttpTransport transport;
  private final String path;
  private final ScheduledExecutorService scheduler;
  private final String writer = UUID.randomUUID().toString();

  // guarded by sending
  private final Object sending = new Object();
  private byte @Nullable [] underWay;
  private long sequence;

  // guarded by this
  private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private boolean scheduled;
  private boolean givenUp;
  private long dropped;

  RunLog(HttpTransport transport, String runId, ScheduledExecutorService scheduler) {
    this.transport = transport;
    this.path = "/api/millrace/v1/runs/" + UriParts.encode(runId) + "/log?writer=" + writer;
    this.scheduler = scheduler;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    boolean full;
    synchronized (this) {
      if (givenUp) {
        return;
      }
      if (waiting.size() + length > MOST_WAITING) {
        dropped += length;
        return;
      }
      if (dropped > 0) {
        waiting.writeBytes(
            ("[millrace: %d bytes were dropped here]%n".formatted(dropped))
                .getBytes(StandardCharsets.UTF_8));
        dropped = 0;
      }
      waiting.write(bytes, offset, length);
      full = waiting.size() >= PIECE && waiting.size() - length < PIECE;
      if (scheduled && !full) {
        return;
      }
      scheduled = true;
    }
    schedule(full ? 0 : DELAY_MILLIS);
  }

  /** Sends what was written, as far as the server takes it now. */
  @Override
  public void flush() {
    synchronized (sending) {
      synchronized (this) {
        scheduled = false;
      }
      try {
        sendWaiting();
      } catch (MlflowException e) {
        handle(e);
      }
    }
  }

  @Override
  public void close() {
    flush();
  }

  private void schedule(long delayMillis) {
    try {
      scheduler.schedule(this::flush, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // What waits is sent when the run is closed.
    }
  }

  private void sendWaiting() {
    while (true) {
      byte[] piece = underWay == null ? take() : underWay;
      if (piece.length == 0) {
        return;
      }
      if (underWay == null) {
        sequence++;
        underWay = piece;
      }
      transport.append(path + "&sequence=" + sequence, piece, AppendLog.Response.class);
      underWay = null;
    }
  }

  private void handle(MlflowException e) {
    int status = e.code().httpStatus();
    if (status / 100 == 5 || status == 429) {
      synchronized (this) {
        if (scheduled) {
          return;
        }
        scheduled = true;
      }
      schedule(DELAY_MILLIS);
      return;
    }
    underWay = null;
    synchronized (this) {
      givenUp = true;
      waiting = new ByteArrayOutputStream();
    }
    LOG.log(System.Logger.Level.WARNING, "The log of the run is given up: " + e.text());
  }

  private synchronized byte[] take() {
    byte[] all = waiting.toByteArray();
    waiting = new ByteArrayOutputStream();
    if (all.length > AppendLog.MAX_BYTES) {
      waiting.write(all, AppendLog.MAX_BYTES, all.length - AppendLog.MAX_BYTES);
      return java.util.Arrays.copyOf(all, AppendLog.MAX_BYTES);
    }
    return all;
  }
}
