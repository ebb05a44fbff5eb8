package dev.millrace.platform.http;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads bodies that a route takes as they are, up to the bound. */
@Provider
@Consumes(MediaType.WILDCARD)
@Priority(Priorities.USER - 1000)
public final class BytesBodyReader implements MessageBodyReader<byte[]> {

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == byte[].class;
  }

  @Override
  public byte[] readFrom(
      Class<byte[]> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    try {
      return BodyLimits.bounded(body).readAllBytes();
    } catch (IOException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
    }
  }
}
