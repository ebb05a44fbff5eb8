package dev.millrace.platform.http;

import dev.millrace.core.stream.AnswerBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * A body that comes over the network and goes on over it, from event loop to event loop, so that no
 * thread copies it. What fails while it is sent cuts the connection.
 */
public interface PipedBody extends AnswerBody {

  /**
   * Sends all of it, as fast as it is taken, and ends the stream; to be called once, from any
   * thread. It fails where not all was sent, and has let go of the rest then.
   */
  Future<Void> pipeTo(WriteStream<Buffer> out);
}
