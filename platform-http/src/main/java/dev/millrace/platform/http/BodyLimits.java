package dev.millrace.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.platform.error.ErrorForm;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds every request body, except where a feature has lifted the bound for an upload that it
 * streams. The framework's own setting knows one bound for all routes, so it is switched off.
 */
@Singleton
public final class BodyLimits {

  /** The bound of a request that is read into memory. */
  public static final long MAX_BODY_BYTES = 10L * 1024 * 1024;

  /** So much of a body that is refused is still read, for its sender to see the answer. */
  private static final long MAX_DROPPED_BYTES = 4 * MAX_BODY_BYTES;

  /** Order of a route that lifts the bound: before the one that enforces it. */
  public static final int LIFTING_ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

  private static final String SCORING = "/serving/";
  private static final String DEFAULT_SCORING = "/invocations";

  private static final String LIFTED = BodyLimits.class.getName() + ".lifted";

  /** Lets this request have a body of any length. */
  public static void lift(RoutingContext context) {
    context.put(LIFTED, true);
  }

  void register(@Observes Router router) {
    router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT).handler(BodyLimits::enforce);
  }

  private static void enforce(RoutingContext context) {
    if (context.get(LIFTED) != null) {
      context.addHeadersEndHandler(answered -> dropRest(context));
      ShortBodies.next(context);
    } else if (exceeds(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      refuse(context);
    } else {
      // A body without an announced length is counted while it is read. The framework's own count
      // ends in an answer without a body, so it comes after that of our readers.
      boolean scored = isScored(context.request().path());
      boolean counted = scored || isText(context.request());
      context.put(
          VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, counted ? MAX_DROPPED_BYTES : MAX_BODY_BYTES);
      if (counted && !scored) {
        ShortBodies.next(context);
      } else {
        // The framework reads what is scored, before its route is called: quarkus.rest.input-*.
        context.next();
      }
    }
  }

  /**
   * Reads and drops what is left of an upload that is answered before its end: many a sender looks
   * for the answer only when it has sent all.
   */
  private static void dropRest(RoutingContext context) {
    HttpServerRequest request = context.request();
    context
        .vertx()
        .runOnContext(
            ignored -> {
              if (!request.isEnded()) {
                request.handler(piece -> {}).resume();
              }
            });
  }

  /**
   * A body that is refused as soon as it is over the bound.
   *
   * @throws ClientErrorException 413, from the read that finds it so
   */
  static InputStream bounded(InputStream body) {
    return new FilterInputStream(body) {
      private long left = MAX_BODY_BYTES;

      @Override
      public int read() throws IOException {
        return counted(in.read(), 1);
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        return counted(count, count);
      }

      private int counted(int result, int bytes) throws IOException {
        left -= result < 0 ? 0 : bytes;
        if (left < 0) {
          // The rest is read and dropped, as far as it goes: see refuse.
          in.close();
          throw new ClientErrorException(413);
        }
        return result;
      }
    };
  }

  private static boolean isScored(String path) {
    return path.startsWith(SCORING) || path.equals(DEFAULT_SCORING) || ErrorForm.isInference(path);
  }

  /** JSON and CSV are read into memory. */
  private static boolean isText(HttpServerRequest request) {
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return contentType != null
        && (contentType.startsWith("application/json") || contentType.startsWith("text/csv"));
  }

  private static boolean exceeds(@Nullable String contentLength) {
    return contentLength != null && Long.parseLong(contentLength) > MAX_BODY_BYTES;
  }

  private static void refuse(RoutingContext context) {
    // The body is read and dropped: a sender that is cut off would see no answer, and send it
    // again.
    context.request().resume();
    context
        .response()
        .setStatusCode(413)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body(context.request().path()));
  }

  private static String body(String path) {
    ErrorResponse refusal =
        new ErrorResponse(
            ErrorCode.INVALID_PARAMETER_VALUE.name(), "The request body is too large.");
    try {
      return MlflowJson.mapper().writeValueAsString(ErrorForm.of(path, refusal));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
