package dev.millrace.tracking.experiment;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.CreateExperiment;
import dev.millrace.core.tracking.DeleteExperiment;
import dev.millrace.core.tracking.DeleteExperimentTag;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.GetExperiment;
import dev.millrace.core.tracking.GetExperimentByName;
import dev.millrace.core.tracking.RestoreExperiment;
import dev.millrace.core.tracking.SearchExperiments;
import dev.millrace.core.tracking.SetExperimentTag;
import dev.millrace.core.tracking.UpdateExperiment;
import dev.millrace.core.validation.Require;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** MLflow's routes for experiments. */
@Path("/api/2.0/mlflow/experiments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ExperimentResource {

  private final ExperimentService experiments;

  ExperimentResource(ExperimentService experiments) {
    this.experiments = experiments;
  }

  @POST
  @Path("create")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public CreateExperiment.Response create(CreateExperiment request) {
    return new CreateExperiment.Response(experiments.createExperiment(request));
  }

  @GET
  @Path("get")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetExperiment.Response get(UriInfo uri) {
    GetExperiment request = MlflowRequests.fromQuery(uri.getQueryParameters(), GetExperiment.class);
    String id = Require.text(request.experimentId(), "experiment_id");
    return new GetExperiment.Response(experiments.requireExperiment(id));
  }

  @GET
  @Path("get-by-name")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetExperimentByName.Response getByName(UriInfo uri) {
    GetExperimentByName request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), GetExperimentByName.class);
    return new GetExperimentByName.Response(
        experiments.requireExperimentByName(request.experimentName()));
  }

  @POST
  @Path("search")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SearchExperiments.Response search(SearchExperiments request) {
    Page<Experiment> page = experiments.searchExperiments(request);
    return new SearchExperiments.Response(page.items(), page.nextPageToken());
  }

  @GET
  @Path("search")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SearchExperiments.Response searchByQuery(UriInfo uri) {
    return search(MlflowRequests.fromQuery(uri.getQueryParameters(), SearchExperiments.class));
  }

  @POST
  @Path("delete")
  @Access(on = Subject.EXPERIMENT, needs = Permission.MANAGE)
  public DeleteExperiment.Response delete(DeleteExperiment request) {
    experiments.deleteExperiment(Require.text(request.experimentId(), "experiment_id"));
    return new DeleteExperiment.Response();
  }

  @POST
  @Path("restore")
  @Access(on = Subject.EXPERIMENT, needs = Permission.MANAGE)
  public RestoreExperiment.Response restore(RestoreExperiment request) {
    experiments.restoreExperiment(Require.text(request.experimentId(), "experiment_id"));
    return new RestoreExperiment.Response();
  }

  @POST
  @Path("update")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public UpdateExperiment.Response update(UpdateExperiment request) {
    experiments.renameExperiment(request.experimentId(), request.newName());
    return new UpdateExperiment.Response();
  }

  @POST
  @Path("set-experiment-tag")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public SetExperimentTag.Response setTag(SetExperimentTag request) {
    experiments.setTag(request.experimentId(), request.key(), request.value());
    return new SetExperimentTag.Response();
  }

  @POST
  @Path("delete-experiment-tag")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public DeleteExperimentTag.Response deleteTag(DeleteExperimentTag request) {
    experiments.deleteTag(request.experimentId(), request.key());
    return new DeleteExperimentTag.Response();
  }
}
