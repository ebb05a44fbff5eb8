package dev.millrace.platform.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Serves {@code /ajax-api/…}, the prefix that MLflow's own UI calls, as {@code /api/…}. */
public final class AjaxApiFilter {

  private static final String ALIAS = "/ajax-api/";

  @ServerRequestFilter(preMatching = true)
  public void rewrite(ContainerRequestContext request, UriInfo uri, HttpServerRequest asReceived) {
    // Most requests are not of this kind, and making a URI of one costs more than looking at it.
    if (!asReceived.path().startsWith(ALIAS)) {
      return;
    }
    URI requested = uri.getRequestUri();
    String path = requested.getRawPath();
    String query = requested.getRawQuery();
    request.setRequestUri(
        uri.getBaseUri()
            .resolve(
                "/api/" + path.substring(ALIAS.length()) + (query == null ? "" : "?" + query)));
  }
}
