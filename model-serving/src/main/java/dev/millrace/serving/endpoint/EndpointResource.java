package dev.millrace.serving.endpoint;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.CreateEndpointRequest;
import dev.millrace.core.serving.EndpointResponse;
import dev.millrace.core.serving.ListEndpointsResponse;
import dev.millrace.core.serving.ListSwapsResponse;
import dev.millrace.core.serving.UpdateEndpointRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** Opens, shows, changes and closes endpoints. */
@Path("/api/millrace/v1/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class EndpointResource {

  private final EndpointService service;

  EndpointResource(EndpointService service) {
    this.service = service;
  }

  @POST
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse create(CreateEndpointRequest request, @Context SecurityContext security) {
    return new EndpointResponse(service.create(request, security.getUserPrincipal()));
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ListEndpointsResponse list() {
    return new ListEndpointsResponse(service.list());
  }

  @GET
  @Path("{name}")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public EndpointResponse get(@PathParam("name") String name) {
    return new EndpointResponse(service.get(name));
  }

  @PATCH
  @Path("{name}")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse update(@PathParam("name") String name, UpdateEndpointRequest request) {
    return new EndpointResponse(service.update(name, request));
  }

  @DELETE
  @Path("{name}")
  @Access(on = Subject.ENDPOINT, needs = Permission.MANAGE)
  public Map<String, String> delete(@PathParam("name") String name) {
    service.delete(name);
    return Map.of();
  }

  @GET
  @Path("{name}/swaps")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ListSwapsResponse swaps(@PathParam("name") String name) {
    return new ListSwapsResponse(service.swaps(name));
  }
}
