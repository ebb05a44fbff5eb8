package dev.millrace.serving.endpoint;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.GetTraffic;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How the requests to an endpoint were answered. */
@Path("/api/millrace/v1/endpoints/{name}/traffic")
@Produces(MediaType.APPLICATION_JSON)
public final class TrafficResource {

  private final TrafficService service;

  TrafficResource(TrafficService service) {
    this.service = service;
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public GetTraffic.Response traffic(@PathParam("name") String name) {
    return service.traffic(name);
  }
}
