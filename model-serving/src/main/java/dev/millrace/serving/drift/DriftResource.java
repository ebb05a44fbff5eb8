package dev.millrace.serving.drift;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.serving.GetDrift;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** What versions were asked in a window, against a reference. It shows values: EDIT. */
@Path("/api/millrace/v1/endpoints/{name}/drift")
@Produces(MediaType.APPLICATION_JSON)
public final class DriftResource {

  private final DriftService service;

  DriftResource(DriftService service) {
    this.service = service;
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public GetDrift.Response drift(@PathParam("name") String name, @Context UriInfo uri) {
    return service.drift(name, MlflowRequests.fromQuery(uri.getQueryParameters(), GetDrift.class));
  }
}
