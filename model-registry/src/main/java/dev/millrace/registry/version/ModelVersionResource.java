package dev.millrace.registry.version;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.DeleteModelVersion;
import dev.millrace.core.registry.DeleteModelVersionTag;
import dev.millrace.core.registry.GetModelVersion;
import dev.millrace.core.registry.GetModelVersionDownloadUri;
import dev.millrace.core.registry.SearchModelVersions;
import dev.millrace.core.registry.SetModelVersionTag;
import dev.millrace.core.registry.TransitionModelVersionStage;
import dev.millrace.core.registry.UpdateModelVersion;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** MLflow's routes for model versions. */
@Path("/api/2.0/mlflow/model-versions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ModelVersionResource {

  private final ModelVersionService versions;

  ModelVersionResource(ModelVersionService versions) {
    this.versions = versions;
  }

  @POST
  @Path("create")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public CreateModelVersion.Response create(CreateModelVersion request) {
    return new CreateModelVersion.Response(versions.create(request));
  }

  @PATCH
  @Path("update")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public UpdateModelVersion.Response update(UpdateModelVersion request) {
    return new UpdateModelVersion.Response(versions.update(request));
  }

  @POST
  @Path("transition-stage")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public TransitionModelVersionStage.Response transitionStage(TransitionModelVersionStage request) {
    return new TransitionModelVersionStage.Response(versions.transitionStage(request));
  }

  @DELETE
  @Path("delete")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.MANAGE)
  public DeleteModelVersion.Response delete(
      DeleteModelVersion request, @Context SecurityContext security) {
    versions.delete(request, security.getUserPrincipal());
    return new DeleteModelVersion.Response();
  }

  @GET
  @Path("get")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetModelVersion.Response get(@Context UriInfo uri) {
    return new GetModelVersion.Response(
        versions.get(MlflowRequests.fromQuery(uri.getQueryParameters(), GetModelVersion.class)));
  }

  @GET
  @Path("search")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public SearchModelVersions.Response search(@Context UriInfo uri) {
    return versions.search(
        MlflowRequests.fromQuery(uri.getQueryParameters(), SearchModelVersions.class));
  }

  @GET
  @Path("get-download-uri")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetModelVersionDownloadUri.Response getDownloadUri(@Context UriInfo uri) {
    return new GetModelVersionDownloadUri.Response(
        versions.downloadUri(
            MlflowRequests.fromQuery(uri.getQueryParameters(), GetModelVersionDownloadUri.class)));
  }

  @POST
  @Path("set-tag")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public SetModelVersionTag.Response setTag(SetModelVersionTag request) {
    versions.setTag(request);
    return new SetModelVersionTag.Response();
  }

  @DELETE
  @Path("delete-tag")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public DeleteModelVersionTag.Response deleteTag(DeleteModelVersionTag request) {
    versions.deleteTag(request);
    return new DeleteModelVersionTag.Response();
  }
}
