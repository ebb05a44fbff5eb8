package dev.millrace.serving.replay;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.ReplayReport;
import dev.millrace.core.serving.ReplayRequests;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Has a version answer requests that were kept. */
@Path("/api/millrace/v1/endpoints/{name}/request-log/replay")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ReplayResource {

  private final ReplayService service;

  ReplayResource(ReplayService service) {
    this.service = service;
  }

  @POST
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public ReplayReport replay(@PathParam("name") String name, ReplayRequests request) {
    return service.replay(name, request);
  }
}
