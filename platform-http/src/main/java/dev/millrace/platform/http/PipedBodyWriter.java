package dev.millrace.platform.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ServerSerialisers;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jboss.resteasy.reactive.server.vertx.VertxResteasyReactiveRequestContext;

/** Sends a {@link PipedBody}; the thread of the request waits until it is sent. */
@Provider
@Priority(Priorities.USER - 1000)
public final class PipedBodyWriter implements ServerMessageBodyWriter<PipedBody> {

  private static final Logger LOG = Logger.getLogger(PipedBodyWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return PipedBody.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return PipedBody.class.isAssignableFrom(type);
  }

  @Override
  public void writeResponse(PipedBody body, Type genericType, ServerRequestContext context) {
    VertxResteasyReactiveRequestContext request = (VertxResteasyReactiveRequestContext) context;
    ServerSerialisers.encodeResponseHeaders(request);
    try {
      body.pipeTo(request.vertxServerResponse()).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      LOG.warnf("an answer is cut off midway: %s", e.getCause());
      StreamedBodyWriter.cut(request.vertxServerRequest());
    }
  }

  @Override
  public void writeTo(
      PipedBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("it is written by writeResponse");
  }
}
