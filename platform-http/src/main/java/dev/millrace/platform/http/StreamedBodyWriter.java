package dev.millrace.platform.http;

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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Lets a {@link StreamedBody} write itself. Where that fails midway the connection is cut: a part
 * of an answer must not look like all of it.
 */
@Provider
@Priority(Priorities.USER - 1000)
public final class StreamedBodyWriter implements ServerMessageBodyWriter<StreamedBody> {

  private static final Logger LOG = Logger.getLogger(StreamedBodyWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return StreamedBody.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamedBody.class.isAssignableFrom(type);
  }

  @Override
  public void writeResponse(StreamedBody body, Type genericType, ServerRequestContext context)
      throws IOException {
    OutputStream out = context.getOrCreateOutputStream();
    try {
      body.writeTo(out);
    } catch (IOException | RuntimeException e) {
      if (!context.serverResponse().headWritten()) {
        throw e;
      }
      // Not thrown: what answers an error would write it behind what was sent.
      LOG.warnf("an answer is cut off midway: %s", e.toString());
      cut(CurrentRequestManager.get().serverRequest().unwrap(HttpServerRequest.class));
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
  static void cut(HttpServerRequest request) {
    request.connection().close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void writeTo(
      StreamedBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    body.writeTo(out);
  }
}
