package dev.millrace.platform.http;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowRequests;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Binds JSON bodies to request records, with the wire's rules and errors. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Priority(Priorities.USER - 1000)
public final class RecordBodyReader implements MessageBodyReader<Record> {

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public Record readFrom(
      Class<Record> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    // MLflow: refuses it too. A browser asks nobody before it sends a page's request like that.
    if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null && !isEmpty(body)) {
      throw MlflowException.invalidParameter("Bad Request. Content-Type header is missing.");
    }
    return MlflowRequests.fromBody(BodyLimits.bounded(body), type);
  }

  /** Looks at the first byte, which is then gone. */
  private static boolean isEmpty(InputStream body) {
    try {
      return body.read() < 0;
    } catch (IOException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
    }
  }
}
