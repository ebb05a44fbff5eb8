package dev.millrace.serving.endpoint;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.EndpointResponse;
import dev.millrace.core.serving.PutVariantRequest;
import dev.millrace.core.serving.ShadowReport;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Further versions behind an endpoint. */
@Path("/api/millrace/v1/endpoints/{name}/variants/{variant}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class VariantResource {

  private final VariantService service;

  VariantResource(VariantService service) {
    this.service = service;
  }

  @PUT
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse put(
      @PathParam("name") String name,
      @PathParam("variant") String variant,
      PutVariantRequest request) {
    return new EndpointResponse(service.put(name, variant, request));
  }

  @GET
  @Path("shadow")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ShadowReport shadow(@PathParam("name") String name, @PathParam("variant") String variant) {
    return service.shadow(name, variant);
  }

  @DELETE
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse delete(
      @PathParam("name") String name, @PathParam("variant") String variant) {
    return new EndpointResponse(service.delete(name, variant));
  }
}
