package dev.millrace.platform.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * The headers that keep a browser from being used against its user, and those that let it keep
 * files whose name holds the hash of their content. A header that the route has set stays.
 */
@Singleton
final class ResponseHeaders {

  private static final int BEFORE_ROUTES = 900;

  /** Everything that is not one of these is a file of the web UI. */
  private static final Set<String> NOT_UI =
      Set.of("api", "ajax-api", "serving", "v2", "q", "get-artifact", "model-versions");

  /** Files of the web UI whose name holds the hash of their content. */
  private static final String ASSETS = "/assets/";

  private static final String UI_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
          + " frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'";

  /** The page that shows what somebody logged, and what it may load from here: scripts alone. */
  private static final String PREVIEW = "/preview.html";

  /**
   * Nobody's origin, whether it is opened in a frame or by itself: scripts run, and reach neither
   * this server nor any other.
   */
  private static final String PREVIEW_POLICY =
      "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:;"
          + " style-src 'unsafe-inline' data:; img-src data: blob:; media-src data: blob:;"
          + " font-src data:; worker-src blob:; form-action 'none'; base-uri 'none';"
          + " frame-ancestors 'self'";

  void register(@Observes Filters filters) {
    filters.register(this::add, BEFORE_ROUTES);
  }

  private void add(RoutingContext context) {
    String path = String.valueOf(context.request().path());
    context.addHeadersEndHandler(ignored -> complete(path, context.response()));
    context.next();
  }

  private static void complete(String path, HttpServerResponse response) {
    MultiMap headers = response.headers();
    setIfAbsent(headers, "X-Content-Type-Options", "nosniff");
    setIfAbsent(headers, "Referrer-Policy", "no-referrer");
    setIfAbsent(
        headers,
        "Cross-Origin-Resource-Policy",
        // What a page without an origin may load; every installation has the same.
        path.startsWith(ASSETS) ? "cross-origin" : "same-origin");
    if (NOT_UI.contains(firstPart(path))) {
      return;
    }
    setIfAbsent(
        headers, "Content-Security-Policy", path.equals(PREVIEW) ? PREVIEW_POLICY : UI_POLICY);
    if (response.getStatusCode() == 200) {
      headers.set(
          "Cache-Control",
          path.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache");
    }
  }

  private static String firstPart(String path) {
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
  }

  private static void setIfAbsent(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
