package dev.millrace.platform.http;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Base of the readers of bodies. It is one of the framework's own kind: for any other the framework
 * reads the annotations of the route's parameters by reflection, twice a request, which was a tenth
 * of what a small request costs.
 */
abstract class BodyReader<T> implements ServerMessageBodyReader<T> {

  abstract boolean reads(Class<?> type);

  abstract T read(Class<T> type, Supplier<@Nullable String> contentType, InputStream body)
      throws IOException;

  @Override
  public final boolean isReadable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return reads(type);
  }

  @Override
  public final boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return reads(type);
  }

  @Override
  public final T readFrom(
      Class<T> type, Type genericType, MediaType mediaType, ServerRequestContext context) {
    return readWhole(
        type,
        () -> context.getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE),
        context.getInputStream());
  }

  @Override
  public final T readFrom(
      Class<T> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    return readWhole(type, () -> headers.getFirst(HttpHeaders.CONTENT_TYPE), body);
  }

  private T readWhole(Class<T> type, Supplier<@Nullable String> contentType, InputStream body) {
    try {
      return read(type, contentType, body);
    } catch (IOException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
    }
  }
}
