package dev.millrace.serving.endpoint;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.EndpointResponse;
import dev.millrace.core.serving.ListCanariesResponse;
import dev.millrace.core.serving.RollBackCanaryRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How an endpoint goes over to another version: at once, or by a canary. */
@Path("/api/millrace/v1/endpoints/{name}/canary")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class CanaryResource {

  private final CanaryPlanService service;

  CanaryResource(CanaryPlanService service) {
    this.service = service;
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ListCanariesResponse list(@PathParam("name") String name) {
    return new ListCanariesResponse(service.list(name));
  }

  @PUT
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse put(@PathParam("name") String name, CanaryPlan plan) {
    return new EndpointResponse(service.put(name, plan));
  }

  @DELETE
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse delete(@PathParam("name") String name) {
    return new EndpointResponse(service.delete(name));
  }

  @POST
  @Path("promote")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse promote(@PathParam("name") String name) {
    return new EndpointResponse(service.promote(name));
  }

  @POST
  @Path("rollback")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse rollback(@PathParam("name") String name, RollBackCanaryRequest request) {
    return new EndpointResponse(service.rollback(name, request));
  }
}
