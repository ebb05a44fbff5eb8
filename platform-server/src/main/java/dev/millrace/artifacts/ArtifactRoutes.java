package dev.millrace.artifacts;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.platform.http.BodyLimits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the artifact path out of the request line as the caller wrote it, before the framework
 * folds {@code ..} away and picks a route by what is left. The resources take the path from here,
 * so no other spelling of a route reaches the store.
 */
@Singleton
final class ArtifactRoutes {

  private static final Pattern WITH_PATH =
      Pattern.compile(
          "/(?:ajax-)?api/2\\.0/mlflow-artifacts/"
              + "(artifacts|mpu/create|mpu/complete|mpu/abort|presigned)/(.*)",
          Pattern.DOTALL);

  private static final Pattern UPLOAD_FORM =
      Pattern.compile("/(?:ajax-)?api/2\\.0/mlflow/upload-artifact");

  private static final String PATH = ArtifactRoutes.class.getName() + ".path";

  void register(@Observes Router router) {
    router.route().order(BodyLimits.LIFTING_ORDER).handler(ArtifactRoutes::inspect);
  }

  /** The path of this request; INVALID_PARAMETER_VALUE where it came in another spelling. */
  static ArtifactPath pathOf(RoutingContext context) {
    ArtifactPath path = context.get(PATH);
    if (path == null) {
      throw MlflowException.invalidParameter("Invalid path");
    }
    return path;
  }

  private static void inspect(RoutingContext context) {
    String requested = context.request().path();
    Matcher route = WITH_PATH.matcher(requested);
    try {
      if (route.matches()) {
        context.put(PATH, pathOf(context.request().method(), route.group(2)));
        liftForUpload(context, route.group(1));
      } else if (UPLOAD_FORM.matcher(requested).matches()) {
        // It has a bound of its own, with words of its own.
        BodyLimits.lift(context);
      }
    } catch (MlflowException e) {
      refuse(context, e);
      return;
    }
    context.next();
  }

  private static ArtifactPath pathOf(HttpMethod method, String requested) {
    if (!method.equals(HttpMethod.PUT)) {
      return ArtifactPath.of(
          requested.endsWith("/") ? requested.substring(0, requested.length() - 1) : requested);
    }
    if (requested.isEmpty() || requested.endsWith("/")) {
      throw MlflowException.invalidParameter(
          "Artifact path must include a filename (cannot end with '/').");
    }
    return ArtifactPath.of(requested);
  }

  private static void liftForUpload(RoutingContext context, String kind) {
    if (context.request().method().equals(HttpMethod.PUT) && kind.equals("artifacts")) {
      BodyLimits.lift(context);
    }
  }

  private static void refuse(RoutingContext context, MlflowException e) {
    // The body is read and dropped: a sender that is cut off would see no answer.
    context.request().resume();
    context
        .response()
        .setStatusCode(e.code().httpStatus())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(json(e));
  }

  private static String json(MlflowException e) {
    try {
      return MlflowJson.mapper().writeValueAsString(ErrorResponse.of(e));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
