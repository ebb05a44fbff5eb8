package dev.millrace.platform.http;

import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request for predictions its id: the caller's, or a new one. The answer has it, a
 * refusal too, and whoever handles the request finds it in the request's own header.
 */
@Singleton
final class RequestIds {

  /** Also before the guard, whose refusals have one. */
  private static final int FIRST = 1100;

  void register(@Observes Filters filters) {
    filters.register(this::name, FIRST);
  }

  private void name(RoutingContext context) {
    if (isScoring(context.request().path())) {
      String id = RequestId.of(context.request().getHeader(AnswerHeaders.REQUEST_ID));
      context.request().headers().set(AnswerHeaders.REQUEST_ID, id);
      context.response().putHeader(AnswerHeaders.REQUEST_ID, id);
    }
    context.next();
  }

  static boolean isScoring(@Nullable String path) {
    return path != null
        && (path.equals("/invocations")
            || path.startsWith("/serving/") && path.endsWith("/invocations")
            || path.startsWith("/v2/models/") && path.endsWith("/infer"));
  }
}
