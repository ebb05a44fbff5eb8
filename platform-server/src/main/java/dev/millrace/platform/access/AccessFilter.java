package dev.millrace.platform.access;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a request to a method that states no access policy. In mode {@code none} every caller is
 * the operator, so a stated policy always lets the request through.
 */
public final class AccessFilter {

  @ServerRequestFilter(priority = 1000)
  public void requirePolicy(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null
        || method.isAnnotationPresent(Access.class)
        || method.isAnnotationPresent(PublicAccess.class)) {
      return;
    }
    throw new MlflowException(ErrorCode.PERMISSION_DENIED, "This route has no access policy.");
  }
}
