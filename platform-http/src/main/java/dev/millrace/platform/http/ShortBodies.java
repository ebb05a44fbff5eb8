package dev.millrace.platform.http;

import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads short bodies before a thread is given to their requests, which otherwise would wait for
 * every piece of them and be woken up again. Longer ones are read while they come, and so are short
 * ones while many are held already.
 */
final class ShortBodies {

  private static final long SHORT_BODY_BYTES = 1024 * 1024;

  /** An eighth of the heap. */
  private static final long MAX_HELD_BYTES = Runtime.getRuntime().maxMemory() / 8;

  private static final AtomicLong HELD_BYTES = new AtomicLong();

  private ShortBodies() {}

  /** Goes on to the next route, with the body where it is a short one. */
  static void next(RoutingContext context) {
    long length = lengthOf(context.request());
    if (length == 0 || length > SHORT_BODY_BYTES || !hold(length)) {
      context.next();
      return;
    }
    context.addEndHandler(ended -> HELD_BYTES.addAndGet(-length));
    collect(context);
  }

  /** The pieces are put side by side, not copied into one: that is done once, for its reader. */
  private static void collect(RoutingContext context) {
    CompositeByteBuf pieces = Unpooled.compositeBuffer(Integer.MAX_VALUE);
    context
        .request()
        .handler(piece -> pieces.addComponent(true, piece.getByteBuf()))
        .endHandler(
            ended -> {
              ((RoutingContextInternal) context).setBody(Buffer.buffer(pieces));
              context.next();
            })
        .resume();
  }

  static long heldBytes() {
    return HELD_BYTES.get();
  }

  private static boolean hold(long length) {
    if (HELD_BYTES.addAndGet(length) <= MAX_HELD_BYTES) {
      return true;
    }
    HELD_BYTES.addAndGet(-length);
    return false;
  }

  /** Zero over HTTP/2 too: the framework cannot take over its requests once they were read. */
  private static long lengthOf(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null || request.version() == HttpVersion.HTTP_2 ? 0 : Long.parseLong(length);
  }
}
