package dev.millrace.tracking.bulk;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.MoveRuns;
import dev.millrace.core.tracking.SetRunTags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Changes of many runs in one request. */
@Path("/api/millrace/v1/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BulkResource {

  private final BulkService bulk;

  BulkResource(BulkService bulk) {
    this.bulk = bulk;
  }

  @POST
  @Path("set-tags")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public SetRunTags.Response setTags(SetRunTags request) {
    return new SetRunTags.Response(bulk.setTags(request));
  }

  @POST
  @Path("delete")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public MoveRuns.Response delete(MoveRuns request) {
    return new MoveRuns.Response(bulk.delete(request));
  }

  @POST
  @Path("restore")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public MoveRuns.Response restore(MoveRuns request) {
    return new MoveRuns.Response(bulk.restore(request));
  }
}
