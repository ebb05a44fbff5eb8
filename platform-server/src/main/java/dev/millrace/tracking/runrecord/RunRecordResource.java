package dev.millrace.tracking.runrecord;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.runrecord.RunRecord;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What it takes to run a run again. */
@Path("/api/millrace/v1/runs/{run_id}/record")
@Produces(MediaType.APPLICATION_JSON)
public class RunRecordResource {

  private final RunRecordService records;

  RunRecordResource(RunRecordService records) {
    this.records = records;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public RunRecord get(@PathParam("run_id") String runId) {
    return records.record(runId);
  }
}
