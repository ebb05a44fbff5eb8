package dev.millrace.tracking.sketch;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.data.DataReport;
import dev.millrace.core.data.LogDatasetSketches;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What is known of the content of a run's datasets. */
@Path("/api/millrace/v1/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SketchResource {

  private final SketchService sketches;
  private final DataReportService reports;

  SketchResource(SketchService sketches, DataReportService reports) {
    this.sketches = sketches;
    this.reports = reports;
  }

  @POST
  @Path("{run_id}/dataset-sketches")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogDatasetSketches.Response log(
      @PathParam("run_id") String runId, LogDatasetSketches request) {
    sketches.logSketches(runId, request);
    return new LogDatasetSketches.Response();
  }

  @GET
  @Path("{run_id}/data-report")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public DataReport report(@PathParam("run_id") String runId) {
    return reports.getReport(runId);
  }
}
