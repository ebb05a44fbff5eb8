package dev.millrace.platform.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Lets a {@link StreamedJson} write itself. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
@Priority(Priorities.USER - 1000)
public final class StreamedJsonWriter implements MessageBodyWriter<StreamedJson> {

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamedJson.class.isAssignableFrom(type);
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
