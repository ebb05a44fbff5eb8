package dev.millrace.tracking.liveness;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.live.Heartbeat;
import dev.millrace.core.live.Liveness;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Signs of life of a run. */
@Path("/api/millrace/v1/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RunLivenessResource {

  private final LivenessService liveness;

  RunLivenessResource(LivenessService liveness) {
    this.liveness = liveness;
  }

  @POST
  @Path("{run_id}/heartbeat")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public Heartbeat.Response beat(@PathParam("run_id") String runId, @Nullable Heartbeat request) {
    return liveness.beat(runId, request == null ? new Heartbeat(null) : request);
  }

  @GET
  @Path("{run_id}/liveness")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Liveness get(@PathParam("run_id") String runId) {
    return liveness.getLiveness(runId);
  }
}
