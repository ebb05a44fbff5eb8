package dev.millrace.tracking.model;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.CreateLoggedModel;
import dev.millrace.core.tracking.FinalizeLoggedModel;
import dev.millrace.core.tracking.GetLoggedModel;
import dev.millrace.core.tracking.LogLoggedModelParams;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.SearchLoggedModels;
import dev.millrace.core.tracking.SetLoggedModelTags;
import dev.millrace.core.validation.Require;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** MLflow's routes for logged models. */
@Path("/api/2.0/mlflow/logged-models")
@Produces(MediaType.APPLICATION_JSON)
public class LoggedModelResource {

  private final LoggedModelService models;

  LoggedModelResource(LoggedModelService models) {
    this.models = models;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public CreateLoggedModel.Response create(CreateLoggedModel request) {
    return new CreateLoggedModel.Response(models.createModel(request));
  }

  @POST
  @Path("search")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SearchLoggedModels.Response search(SearchLoggedModels request) {
    Page<LoggedModel> page = models.searchModels(request);
    return new SearchLoggedModels.Response(page.items(), page.nextPageToken());
  }

  @GET
  @Path("{modelId}")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetLoggedModel.Response get(@PathParam("modelId") String modelId, UriInfo uri) {
    GetLoggedModel request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), GetLoggedModel.class);
    boolean allowDeleted = Boolean.TRUE.equals(request.allowDeleted());
    return new GetLoggedModel.Response(models.getModel(modelId, allowDeleted));
  }

  @PATCH
  @Path("{modelId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public FinalizeLoggedModel.Response finalizeModel(
      @PathParam("modelId") String modelId, FinalizeLoggedModel request) {
    return new FinalizeLoggedModel.Response(models.finalizeModel(modelId, request));
  }

  @DELETE
  @Path("{modelId}")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public Map<String, Object> delete(@PathParam("modelId") String modelId) {
    models.deleteModel(modelId);
    return Map.of();
  }

  @POST
  @Path("{modelId}/params")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public LogLoggedModelParams.Response logParams(
      @PathParam("modelId") String modelId, LogLoggedModelParams request) {
    Require.text(request.modelId(), "model_id");
    models.logParams(modelId, request.params());
    return new LogLoggedModelParams.Response();
  }

  @PATCH
  @Path("{modelId}/tags")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public SetLoggedModelTags.Response setTags(
      @PathParam("modelId") String modelId, SetLoggedModelTags request) {
    models.setTags(modelId, request.tags());
    return new SetLoggedModelTags.Response();
  }

  @DELETE
  @Path("{modelId}/tags/{key: .+}")
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public Map<String, Object> deleteTag(
      @PathParam("modelId") String modelId, @PathParam("key") String key) {
    models.deleteTag(modelId, key);
    return Map.of();
  }
}
