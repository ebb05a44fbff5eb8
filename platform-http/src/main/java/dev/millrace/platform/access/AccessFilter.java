package dev.millrace.platform.access;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a request to a method that {@link AccessPolicy} lets nobody call. */
public final class AccessFilter {

  @ServerRequestFilter(priority = 1000)
  public void requirePolicy(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null || AccessPolicy.isStated(method)) {
      return;
    }
    throw new MlflowException(ErrorCode.PERMISSION_DENIED, "This route has no access policy.");
  }
}
