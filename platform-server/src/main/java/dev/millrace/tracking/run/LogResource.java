package dev.millrace.tracking.run;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.DeleteTag;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogMetric;
import dev.millrace.core.tracking.LogParam;
import dev.millrace.core.tracking.SetTag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** MLflow's routes for logging to runs. */
@Path("/api/2.0/mlflow/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LogResource {

  private final LogService log;

  LogResource(LogService log) {
    this.log = log;
  }

  @POST
  @Path("log-batch")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogBatch.Response logBatch(LogBatch request) {
    log.logBatch(request);
    return new LogBatch.Response();
  }

  @POST
  @Path("log-metric")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogMetric.Response logMetric(LogMetric request) {
    log.logMetric(request);
    return new LogMetric.Response();
  }

  @POST
  @Path("log-parameter")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogParam.Response logParam(LogParam request) {
    log.logParam(request);
    return new LogParam.Response();
  }

  @POST
  @Path("set-tag")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public SetTag.Response setTag(SetTag request) {
    log.setTag(request);
    return new SetTag.Response();
  }

  @POST
  @Path("delete-tag")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public DeleteTag.Response deleteTag(DeleteTag request) {
    log.deleteTag(request.runId(), request.key());
    return new DeleteTag.Response();
  }
}
