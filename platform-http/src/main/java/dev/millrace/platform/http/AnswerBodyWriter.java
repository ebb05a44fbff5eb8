package dev.millrace.platform.http;

import dev.millrace.core.stream.AnswerBody;
import dev.millrace.core.stream.StreamedBody;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jboss.resteasy.reactive.server.vertx.VertxResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@link StreamedBody} write itself, and a {@link PipedBody} go on by itself while the
 * thread of the request waits for its end. Where that fails midway the connection is cut: a part of
 * an answer must not look like all of it.
 */
@Provider
@Priority(Priorities.USER - 1000)
public final class AnswerBodyWriter implements ServerMessageBodyWriter<AnswerBody> {

  private static final Logger LOG = Logger.getLogger(AnswerBodyWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return AnswerBody.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return AnswerBody.class.isAssignableFrom(type);
  }

  @Override
  public void writeResponse(AnswerBody body, Type genericType, ServerRequestContext context)
      throws IOException {
    if (body instanceof PipedBody piped) {
      pipe(piped, (VertxResteasyReactiveRequestContext) context);
    } else {
      stream((StreamedBody) body, context);
    }
  }

  private static void pipe(PipedBody body, VertxResteasyReactiveRequestContext context) {
    ServerSerialisers.encodeResponseHeaders(context);
    try {
      body.pipeTo(context.vertxServerResponse()).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      cutOff(e.getCause(), context.vertxServerRequest());
    }
  }

  private static void stream(StreamedBody body, ServerRequestContext context) throws IOException {
    OutputStream out = context.getOrCreateOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException | RuntimeException e) {
      if (!context.serverResponse().headWritten()) {
        throw e;
      }
      // Not thrown: what answers an error would write it behind what was sent.
      cutOff(e, CurrentRequestManager.get().serverRequest().unwrap(HttpServerRequest.class));
      return;
    }
    // Not where it failed: what was written so far would go out before the error could.
    out.close();
  }

  /**
   * Returns when the connection is closed: first what was sent goes out, as fast as its reader
   * takes it. The framework ends the answer of a request that is over, and that end must not go out
   * with the rest.
   */
  private static void cutOff(@Nullable Throwable cause, HttpServerRequest request) {
    LOG.warnf("an answer is cut off midway: %s", cause);
    request.connection().close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void writeTo(
      AnswerBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("it is written by writeResponse");
  }
}
