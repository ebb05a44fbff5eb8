package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives every refusal under the Open Inference Protocol the protocol's form. */
public final class ErrorFormFilter {

  @ServerResponseFilter
  public void adapt(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof ErrorResponse refusal) {
      response.setEntity(ErrorForm.of(request.getUriInfo().getPath(), refusal));
    }
  }
}
