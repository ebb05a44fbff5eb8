package dev.millrace.platform.http;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowRequests;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds JSON bodies to request records, with the wire's rules and errors. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Priority(Priorities.USER - 1000)
public final class RecordBodyReader extends BodyReader<Record> {

  @Override
  boolean reads(Class<?> type) {
    return type.isRecord();
  }

  @Override
  Record read(Class<Record> type, Supplier<@Nullable String> contentType, InputStream body)
      throws IOException {
    // MLflow: refuses it too. A browser asks nobody before it sends a page's request like that.
    // The byte that is looked at is gone then.
    if (contentType.get() == null && body.read() >= 0) {
      throw MlflowException.invalidParameter("Bad Request. Content-Type header is missing.");
    }
    return MlflowRequests.fromBody(BodyLimits.bounded(body), type);
  }
}
