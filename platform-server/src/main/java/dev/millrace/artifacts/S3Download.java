package dev.millrace.artifacts;

import dev.millrace.platform.http.PipedBody;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.pool.ChannelPool;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way from the store to a caller. All of it happens on the event loop of its
 * connection, and no more is read than the caller has room for.
 */
final class S3Download extends ChannelInboundHandlerAdapter implements PipedBody {

  /** Of the answer that says why there is no object. */
  private static final int MOST_REASON_CHARS = 4096;

  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final Promise<Void> sent = Promise.promise();
  private final Queue<ByteBuf> unsent = new ArrayDeque<>();
  private final StringBuilder reason = new StringBuilder();
  private final EventLoop loop;
  private final ChannelPool pool;
  private final String path;
  private final Verification verification;
  private final Duration patience;

  /** Null before it was lent, and after it was given back. */
  private @Nullable Channel channel;

  private @Nullable ScheduledFuture<?> watch;
  private long lastHeardNanos;
  private int status;
  private boolean keepAlive;
  private @Nullable WriteStream<Buffer> out;
  private boolean allRead;
  private boolean over;

  /**
   * @param path of the object, for whoever reads that it is missing
   * @param patience how long the store may be silent
   */
  S3Download(
      EventLoop loop, ChannelPool pool, String path, Verification verification, Duration patience) {
    this.loop = loop;
    this.pool = pool;
    this.path = path;
    this.verification = verification;
    this.patience = patience;
  }

  /** Complete when the store has said that it has the object. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  /** Asks for the object over a connection that was lent by the pool. */
  void send(Channel lent, FullHttpRequest request) {
    if (over) {
      request.release();
      pool.release(lent);
      return;
    }
    channel = lent;
    lent.config().setAutoRead(false);
    lent.pipeline().addLast(this);
    lastHeardNanos = System.nanoTime();
    long period = patience.toMillis() / 4 + 1;
    watch = loop.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
    lent.writeAndFlush(request)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                failed(written.cause());
              }
            });
    lent.read();
  }

  private void look() {
    if (isWaiting() && System.nanoTime() - lastHeardNanos > patience.toNanos()) {
      failed(new IOException("the object store has been silent for " + patience));
    }
  }

  /** For the store, and not for the caller. */
  private boolean isWaiting() {
    return channel != null && (!isFound() || out != null && unsent.isEmpty());
  }

  private boolean isFound() {
    return status / 100 == 2;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    lastHeardNanos = System.nanoTime();
    try {
      read((HttpObject) message);
    } catch (IOException e) {
      failed(e);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(HttpObject message) throws IOException {
    if (message.decoderResult().isFailure()) {
      throw new IOException(
          "the object store does not speak HTTP", message.decoderResult().cause());
    }
    if (message instanceof HttpResponse head) {
      status = head.status().code();
      keepAlive = HttpUtil.isKeepAlive(head);
    }
    if (message instanceof HttpContent part) {
      read(part.content());
    }
    if (message instanceof LastHttpContent) {
      readAll();
    }
    if (isFound()) {
      begun.complete(null);
    }
    sendOn();
  }

  private void read(ByteBuf content) throws IOException {
    if (!isFound()) {
      int room = Math.min(content.readableBytes(), MOST_REASON_CHARS - reason.length());
      reason.append(content.toString(content.readerIndex(), room, StandardCharsets.UTF_8));
    } else if (content.isReadable()) {
      for (ByteBuffer bytes : content.nioBuffers()) {
        verification.read(bytes);
      }
      unsent.add(content.retain());
    }
  }

  private void readAll() throws IOException {
    if (!isFound()) {
      throw S3Connection.failure(path, status, reason.toString());
    }
    verification.ended();
    allRead = true;
    giveBack(keepAlive);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    readOn();
  }

  private void readOn() {
    if (channel != null && isWaiting()) {
      channel.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    failed(
        status == 0
            ? new S3Downloads.ClosedBeforeAnswerException()
            : new IOException("the object store closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
  }

  private void giveBack(boolean usable) {
    Channel lent = channel;
    if (lent == null) {
      return;
    }
    channel = null;
    if (watch != null) {
      watch.cancel(false);
    }
    lent.pipeline().remove(this);
    if (!usable) {
      lent.close();
    }
    pool.release(lent);
  }

  @Override
  public Future<Void> pipeTo(WriteStream<Buffer> caller) {
    loop.execute(
        () -> {
          if (!over) {
            out = caller.exceptionHandler(this::failed);
            lastHeardNanos = System.nanoTime();
            sendOn();
            readOn();
          }
        });
    return sent.future();
  }

  private void sendOn() {
    WriteStream<Buffer> caller = out;
    if (caller == null || over) {
      return;
    }
    while (!unsent.isEmpty()) {
      if (caller.writeQueueFull()) {
        caller.drainHandler(drained -> loop.execute(this::goOn));
        return;
      }
      send(caller, unsent.remove());
    }
    if (allRead) {
      over = true;
      caller.end().onComplete(sent);
    }
  }

  /** The caller has room again. */
  private void goOn() {
    lastHeardNanos = System.nanoTime();
    sendOn();
    readOn();
  }

  private void send(WriteStream<Buffer> caller, ByteBuf piece) {
    // The stream releases no buffers but its own.
    caller
        .write(Buffer.buffer(piece))
        .onComplete(
            written -> {
              piece.release();
              if (written.failed()) {
                failed(written.cause());
              }
            });
  }

  /** Lets go of it unsent; from any thread. */
  void cancel() {
    failed(new IOException("nobody reads the object any more"));
  }

  /** Ends it where it has not ended; from any thread. */
  void failed(Throwable cause) {
    if (!loop.inEventLoop()) {
      loop.execute(() -> failed(cause));
      return;
    }
    if (over) {
      return;
    }
    over = true;
    giveBack(false);
    unsent.forEach(ByteBuf::release);
    unsent.clear();
    begun.completeExceptionally(cause);
    sent.tryFail(cause);
  }
}
