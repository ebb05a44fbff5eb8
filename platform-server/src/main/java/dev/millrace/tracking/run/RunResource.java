package dev.millrace.tracking.run;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.DeleteRun;
import dev.millrace.core.tracking.GetRun;
import dev.millrace.core.tracking.RestoreRun;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.UpdateRun;
import dev.millrace.core.validation.Require;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** MLflow's routes for runs. */
@Path("/api/2.0/mlflow/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {

  private final RunService runs;
  private final RunSearchService searches;

  RunResource(RunService runs, RunSearchService searches) {
    this.runs = runs;
    this.searches = searches;
  }

  @POST
  @Path("create")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public CreateRun.Response create(CreateRun request) {
    return new CreateRun.Response(runs.createRun(request));
  }

  @GET
  @Path("get")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetRun.Response get(UriInfo uri) {
    GetRun request = MlflowRequests.fromQuery(uri.getQueryParameters(), GetRun.class);
    return new GetRun.Response(runs.getRun(Require.text(request.runId(), "run_id")));
  }

  @POST
  @Path("update")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public UpdateRun.Response update(UpdateRun request) {
    return new UpdateRun.Response(runs.updateRun(request));
  }

  @POST
  @Path("delete")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public DeleteRun.Response delete(DeleteRun request) {
    runs.deleteRun(Require.text(request.runId(), "run_id"));
    return new DeleteRun.Response();
  }

  @POST
  @Path("restore")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public RestoreRun.Response restore(RestoreRun request) {
    runs.restoreRun(Require.text(request.runId(), "run_id"));
    return new RestoreRun.Response();
  }

  @POST
  @Path("search")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  @APIResponseSchema(SearchRuns.Response.class)
  public StreamedBody search(SearchRuns request) {
    return searches.answer(request);
  }
}
