package dev.millrace.artifacts;

import io.minio.Utils;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.AbstractChannelPoolMap;
import io.netty.channel.pool.ChannelHealthChecker;
import io.netty.channel.pool.ChannelPool;
import io.netty.channel.pool.SimpleChannelPool;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects for callers of the server. Every event loop has connections to the store of its
 * own, so that what a caller reads comes from the store and goes to the caller on one thread, in
 * one buffer.
 */
final class S3Downloads implements AutoCloseable {

  /** One read of a connection. Larger ones did not cost less. */
  private static final int MOST_READ_BYTES = 256 << 10;

  private static final AttributeKey<Long> IDLE_SINCE =
      AttributeKey.valueOf(S3Downloads.class, "idle-since");

  /**
   * How the store is reached.
   *
   * @param tls for https
   * @param verifiesHost whether its certificate must name the host
   * @param connect how long a connection may take to come about
   * @param patience how long the store may be silent
   * @param idle how long a connection that is not used can be used again
   */
  record Settings(
      HttpUrl endpoint,
      @Nullable SslContext tls,
      boolean verifiesHost,
      Duration connect,
      Duration patience,
      Duration idle) {}

  private final VertxInternal vertx;
  private final Settings settings;
  private final AbstractChannelPoolMap<EventLoop, SimpleChannelPool> pools =
      new AbstractChannelPoolMap<>() {
        @Override
        protected SimpleChannelPool newPool(EventLoop loop) {
          return S3Downloads.this.newPool(loop);
        }
      };

  S3Downloads(Vertx vertx, Settings settings) {
    this.vertx = (VertxInternal) vertx;
    this.settings = settings;
  }

  private SimpleChannelPool newPool(EventLoop loop) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(vertx.transport().channelFactory(false))
            .resolver(vertx.nettyAddressResolverGroup())
            .remoteAddress(settings.endpoint().host(), settings.endpoint().port())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connect().toMillis())
            .option(
                ChannelOption.RCVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(4 << 10, 64 << 10, MOST_READ_BYTES));
    return new SimpleChannelPool(bootstrap, new Handlers(), this::usable);
  }

  private final class Handlers extends AbstractChannelPoolHandler {

    @Override
    public void channelCreated(Channel channel) {
      if (settings.tls() != null) {
        channel.pipeline().addLast(tls(channel, settings.tls()));
      }
      channel.pipeline().addLast(new HttpClientCodec(4 << 10, 64 << 10, MOST_READ_BYTES));
    }

    private SslHandler tls(Channel channel, SslContext context) {
      HttpUrl endpoint = settings.endpoint();
      SslHandler handler = context.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
      if (settings.verifiesHost()) {
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
      }
      return handler;
    }

    @Override
    public void channelReleased(Channel channel) {
      channel.attr(IDLE_SINCE).set(System.nanoTime());
      // Reads on, to see it closed.
      channel.config().setAutoRead(true);
    }
  }

  private Future<Boolean> usable(Channel channel) {
    Long since = channel.attr(IDLE_SINCE).get();
    return since == null || System.nanoTime() - since < settings.idle().toNanos()
        ? ChannelHealthChecker.ACTIVE.isHealthy(channel)
        : channel.eventLoop().newSucceededFuture(false);
  }

  /**
   * Asks for an object, or a part of one, and waits for the head of the answer; not on an event
   * loop.
   *
   * @param signed the request
   * @param unsigned headers beside its own
   * @throws java.io.FileNotFoundException where there is no such object
   */
  S3Download open(Request signed, Map<String, String> unsigned, Verification verification)
      throws IOException {
    EventLoop loop = eventLoop();
    try {
      return open(loop, signed, unsigned, verification);
    } catch (ClosedBeforeAnswerException e) {
      // The store closed a connection that waited, just as it was used again.
      return open(loop, signed, unsigned, verification);
    }
  }

  private S3Download open(
      EventLoop loop, Request signed, Map<String, String> unsigned, Verification verification)
      throws IOException {
    ChannelPool pool = pools.get(loop);
    S3Download download =
        new S3Download(loop, pool, signed.url().encodedPath(), verification, settings.patience());
    pool.acquire()
        .addListener(
            (Future<Channel> acquired) -> {
              if (acquired.isSuccess()) {
                download.send(acquired.getNow(), requestOf(signed, unsigned));
              } else {
                download.failed(acquired.cause());
              }
            });
    try {
      download.begun().get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
      return download;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (TimeoutException e) {
      download.cancel();
      throw new IOException("the object store did not answer in " + settings.patience(), e);
    } catch (InterruptedException e) {
      download.cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** That of the request which this thread works for. */
  private EventLoop eventLoop() {
    Context context = Vertx.currentContext();
    return context == null
        ? vertx.nettyEventLoopGroup().next()
        : ((ContextInternal) context).nettyEventLoop();
  }

  private static FullHttpRequest requestOf(Request signed, Map<String, String> unsigned) {
    HttpUrl url = signed.url();
    String query = url.encodedQuery();
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            query == null ? url.encodedPath() : url.encodedPath() + '?' + query);
    request.headers().set("Host", Utils.getHostHeader(url));
    signed
        .headers()
        .forEach(header -> request.headers().set(header.getFirst(), header.getSecond()));
    unsigned.forEach(request.headers()::set);
    return request;
  }

  @Override
  public void close() {
    pools.close();
  }

  /** Nothing of an answer came before the connection was closed. */
  static final class ClosedBeforeAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    ClosedBeforeAnswerException() {
      super("the object store closed the connection");
    }
  }
}
