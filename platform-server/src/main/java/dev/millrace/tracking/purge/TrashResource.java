package dev.millrace.tracking.purge;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.tracking.ListDeletedRuns;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** What is deleted and not yet removed for good. Deleted experiments are found by their search. */
@Path("/api/millrace/v1/trash")
@Produces(MediaType.APPLICATION_JSON)
public class TrashResource {

  private final TrashService trash;

  TrashResource(TrashService trash) {
    this.trash = trash;
  }

  @GET
  @Path("runs")
  @Access(on = Subject.SERVER, needs = Permission.READ)
  public ListDeletedRuns.Response runs(@Context UriInfo uri) {
    return trash.runs(MlflowRequests.fromQuery(uri.getQueryParameters(), ListDeletedRuns.class));
  }
}
