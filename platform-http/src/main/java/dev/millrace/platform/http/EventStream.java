package dev.millrace.platform.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events of one client. Sending never blocks: what the client has not taken yet is
 * counted, and a client that lags too far behind is cut off. Not to be written to from an event
 * loop.
 */
public final class EventStream {

  /** How far a client may lag behind. */
  static final int MOST_PENDING_BYTES = 1 << 20;

  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final SseEventSink sink;
  private final Consumer<EventStream> whenEnded;
  private final AtomicInteger pendingBytes = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long lastSendNanos = System.nanoTime();

  EventStream(RoutingContext context, SseEventSink sink, Consumer<EventStream> whenEnded) {
    this.context = context;
    this.response = context.response();
    this.sink = sink;
    this.whenEnded = whenEnded;
  }

  /** An event as it goes over the wire; the data is JSON in one line. */
  public static String frame(String id, String name, String data) {
    return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
  }

  /** Writes the head, and after how many milliseconds a client that lost its stream comes back. */
  void start(long retryMillis) {
    context.addEndHandler(done -> ended());
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        // Proxies are asked not to hold events back.
        .putHeader("X-Accel-Buffering", "no");
    send("retry: " + retryMillis + "\n\n");
  }

  /** Sends a frame; false where the stream has ended. */
  public boolean send(String frame) {
    return send(frame, null);
  }

  /**
   * Sends a frame; false where the stream has ended.
   *
   * @param taken run when the frame has left, on an event loop; never run where it does not leave
   */
  public boolean send(String frame, @Nullable Runnable taken) {
    if (isEnded()) {
      return false;
    }
    lastSendNanos = System.nanoTime();
    Buffer bytes = Buffer.buffer(frame);
    if (pendingBytes.addAndGet(bytes.length()) > MOST_PENDING_BYTES) {
      ended();
      context.request().connection().close();
      return false;
    }
    try {
      response
          .write(bytes)
          .onComplete(
              done -> {
                pendingBytes.addAndGet(-bytes.length());
                if (done.failed()) {
                  ended();
                } else if (taken != null) {
                  taken.run();
                }
              });
      return true;
    } catch (IllegalStateException endedMeanwhile) {
      ended();
      return false;
    }
  }

  /** Writes where nothing was written for this long, and sees whether the client is still there. */
  void keepAlive(long idleNanos) {
    if (!isEnded() && pendingBytes.get() == 0 && System.nanoTime() - lastSendNanos > idleNanos) {
      send(KEEP_ALIVE);
    }
  }

  /** Ends the answer in order: the client gets all that was sent. */
  public void end() {
    if (ended()) {
      sink.close();
    }
  }

  /** Whether nothing can be sent any more; finds out that the client went away. */
  public boolean isEnded() {
    if (ended.get()) {
      return true;
    }
    if (response.closed() || response.ended()) {
      ended();
      return true;
    }
    return false;
  }

  private boolean ended() {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      whenEnded.accept(this);
    }
    return first;
  }
}
