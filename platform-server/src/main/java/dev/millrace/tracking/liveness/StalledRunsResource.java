package dev.millrace.tracking.liveness;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.live.ListStalledRuns;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The stalled runs of an experiment. */
@Path("/api/millrace/v1/experiments")
@Produces(MediaType.APPLICATION_JSON)
public class StalledRunsResource {

  private final LivenessService liveness;

  StalledRunsResource(LivenessService liveness) {
    this.liveness = liveness;
  }

  @GET
  @Path("{experiment_id}/stalled-runs")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public ListStalledRuns.Response list(@PathParam("experiment_id") String experimentId) {
    return new ListStalledRuns.Response(liveness.listStalledRuns(experimentId));
  }
}
