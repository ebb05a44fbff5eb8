package dev.millrace.serving.answer;

import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Names the endpoint in every answer on its routes, a refusal too, whoever refuses: the endpoint, a
 * filter, or the server that finds a body too large. Who of its versions answers is told by {@link
 * NamedAnswer}. A name that is no endpoint's is never repeated.
 */
@Singleton
final class AnswerNames {

  /** After the guard: whom it refuses, he is told nothing of endpoints. */
  private static final int AFTER_GUARD = 950;

  private static final String SCORING = "/serving/";
  private static final String INFERENCE = "/v2/models/";
  private static final String DEFAULT_SCORING = "/invocations";

  private final Deployments deployments;
  private final @Nullable String defaultEndpoint;

  AnswerNames(Deployments deployments, ServingConfig config) {
    this.deployments = deployments;
    this.defaultEndpoint = config.defaultEndpoint().orElse(null);
  }

  void register(@Observes Filters filters) {
    filters.register(this::name, AFTER_GUARD);
  }

  private void name(RoutingContext context) {
    String endpoint = endpoint(String.valueOf(context.request().path()));
    if (endpoint != null && deployments.isOpen(endpoint)) {
      context.response().putHeader(AnswerHeaders.ENDPOINT, endpoint);
    }
    context.next();
  }

  private @Nullable String endpoint(String path) {
    if (path.startsWith(SCORING)) {
      return firstPart(path, SCORING.length());
    }
    if (path.startsWith(INFERENCE)) {
      return firstPart(path, INFERENCE.length());
    }
    return path.equals(DEFAULT_SCORING) ? defaultEndpoint : null;
  }

  private static String firstPart(String path, int from) {
    int end = path.indexOf('/', from);
    return end < 0 ? path.substring(from) : path.substring(from, end);
  }
}
