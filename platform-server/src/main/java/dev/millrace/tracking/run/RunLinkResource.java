package dev.millrace.tracking.run;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.LogInputs;
import dev.millrace.core.tracking.LogModel;
import dev.millrace.core.tracking.LogOutputs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** MLflow's routes for linking runs to datasets and models. */
@Path("/api/2.0/mlflow/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RunLinkResource {

  private final RunLinkService links;

  RunLinkResource(RunLinkService links) {
    this.links = links;
  }

  @POST
  @Path("log-inputs")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogInputs.Response logInputs(LogInputs request) {
    links.logInputs(request);
    return new LogInputs.Response();
  }

  @POST
  @Path("outputs")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogOutputs.Response logOutputs(LogOutputs request) {
    links.logOutputs(request);
    return new LogOutputs.Response();
  }

  @POST
  @Path("log-model")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogModel.Response logModel(LogModel request) {
    links.logModel(request);
    return new LogModel.Response();
  }
}
