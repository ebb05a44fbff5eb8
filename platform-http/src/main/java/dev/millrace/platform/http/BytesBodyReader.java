package dev.millrace.platform.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads bodies that a route takes as they are, up to the bound. */
@Provider
@Consumes(MediaType.WILDCARD)
@Priority(Priorities.USER - 1000)
public final class BytesBodyReader extends BodyReader<byte[]> {

  @Override
  boolean reads(Class<?> type) {
    return type == byte[].class;
  }

  @Override
  byte[] read(Class<byte[]> type, Supplier<@Nullable String> contentType, InputStream body)
      throws IOException {
    return BodyLimits.bounded(body).readAllBytes();
  }
}
