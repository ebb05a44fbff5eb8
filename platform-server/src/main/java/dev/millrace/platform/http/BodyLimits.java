package dev.millrace.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.json.MlflowJson;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Bounds every request body, except where a feature has lifted the bound for an upload that it
 * streams. The framework's own setting knows one bound for all routes, so it is switched off.
 */
@Singleton
public final class BodyLimits {

  /** The bound of a request that is read into memory. */
  public static final long MAX_BODY_BYTES = 10L * 1024 * 1024;

  /** Order of a route that lifts the bound: before the one that enforces it. */
  public static final int LIFTING_ORDER = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

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
      context.next();
    } else if (exceeds(context.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      refuse(context);
    } else {
      // A body without an announced length is counted while it is read.
      context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MAX_BODY_BYTES);
      context.next();
    }
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
        .end(body());
  }

  private static String body() {
    try {
      return MlflowJson.mapper()
          .writeValueAsString(
              new ErrorResponse(
                  ErrorCode.INVALID_PARAMETER_VALUE.name(), "The request body is too large."));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
