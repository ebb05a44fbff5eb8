package dev.millrace.platform.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Lets a {@link StreamedJson} write itself. Where that fails midway the connection is cut: a part
 * of an answer must not look like all of it.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
@Priority(Priorities.USER - 1000)
public final class StreamedJsonWriter implements ServerMessageBodyWriter<StreamedJson> {

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return StreamedJson.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamedJson.class.isAssignableFrom(type);
  }

  @Override
  public void writeResponse(StreamedJson answer, Type genericType, ServerRequestContext context)
      throws IOException {
    OutputStream out = context.getOrCreateOutputStream();
    try {
      answer.writeTo(out);
    } catch (IOException | RuntimeException e) {
      if (context.serverResponse().headWritten()) {
        CurrentRequestManager.get().serverRequest().closeConnection();
      }
      throw e;
    }
    // Not where it failed: what was written so far would go out before the error could.
    out.close();
  }

  @Override
  public void writeTo(
      StreamedJson answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    answer.writeTo(out);
  }
}
