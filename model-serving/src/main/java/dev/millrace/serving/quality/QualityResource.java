package dev.millrace.serving.quality;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.serving.GetQuality;
import dev.millrace.core.serving.PostGroundTruth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** What should have been predicted, and how good the versions behind an endpoint are by it. */
@Path("/api/millrace/v1/endpoints/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class QualityResource {

  private final QualityService service;

  QualityResource(QualityService service) {
    this.service = service;
  }

  @POST
  @Path("ground-truth")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public PostGroundTruth.Response post(@PathParam("name") String name, PostGroundTruth request) {
    return service.post(name, request);
  }

  @GET
  @Path("quality")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public GetQuality.Response quality(@PathParam("name") String name, @Context UriInfo uri) {
    return service.quality(
        name, MlflowRequests.fromQuery(uri.getQueryParameters(), GetQuality.class));
  }
}
