package dev.millrace.registry.model;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.registry.CreateRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModelAlias;
import dev.millrace.core.registry.DeleteRegisteredModelTag;
import dev.millrace.core.registry.GetLatestVersions;
import dev.millrace.core.registry.GetModelVersionByAlias;
import dev.millrace.core.registry.GetRegisteredModel;
import dev.millrace.core.registry.RenameRegisteredModel;
import dev.millrace.core.registry.SearchRegisteredModels;
import dev.millrace.core.registry.SetRegisteredModelAlias;
import dev.millrace.core.registry.SetRegisteredModelTag;
import dev.millrace.core.registry.UpdateRegisteredModel;
import dev.millrace.registry.promotion.AliasService;
import dev.millrace.registry.version.ModelVersionService;
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

/** MLflow's routes for registered models and their aliases. */
@Path("/api/2.0/mlflow/registered-models")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RegisteredModelResource {

  private final RegisteredModelService models;
  private final ModelVersionService versions;
  private final AliasService aliases;

  RegisteredModelResource(
      RegisteredModelService models, ModelVersionService versions, AliasService aliases) {
    this.models = models;
    this.versions = versions;
    this.aliases = aliases;
  }

  @POST
  @Path("create")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public CreateRegisteredModel.Response create(CreateRegisteredModel request) {
    return new CreateRegisteredModel.Response(models.create(request));
  }

  @POST
  @Path("rename")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.MANAGE)
  public RenameRegisteredModel.Response rename(RenameRegisteredModel request) {
    return new RenameRegisteredModel.Response(models.rename(request));
  }

  @PATCH
  @Path("update")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public UpdateRegisteredModel.Response update(UpdateRegisteredModel request) {
    return new UpdateRegisteredModel.Response(models.update(request));
  }

  @DELETE
  @Path("delete")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.MANAGE)
  public DeleteRegisteredModel.Response delete(
      DeleteRegisteredModel request, @Context SecurityContext security) {
    models.delete(request, security.getUserPrincipal());
    return new DeleteRegisteredModel.Response();
  }

  @GET
  @Path("get")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetRegisteredModel.Response get(@Context UriInfo uri) {
    return new GetRegisteredModel.Response(
        models.get(MlflowRequests.fromQuery(uri.getQueryParameters(), GetRegisteredModel.class)));
  }

  @GET
  @Path("search")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public SearchRegisteredModels.Response search(@Context UriInfo uri) {
    return models.search(
        MlflowRequests.fromQuery(uri.getQueryParameters(), SearchRegisteredModels.class));
  }

  @GET
  @Path("get-latest-versions")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetLatestVersions.Response getLatestVersions(@Context UriInfo uri) {
    return new GetLatestVersions.Response(
        models.latestVersions(
            MlflowRequests.fromQuery(uri.getQueryParameters(), GetLatestVersions.class)));
  }

  @POST
  @Path("get-latest-versions")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetLatestVersions.Response postLatestVersions(GetLatestVersions request) {
    return new GetLatestVersions.Response(models.latestVersions(request));
  }

  @POST
  @Path("set-tag")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public SetRegisteredModelTag.Response setTag(SetRegisteredModelTag request) {
    models.setTag(request);
    return new SetRegisteredModelTag.Response();
  }

  @DELETE
  @Path("delete-tag")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.EDIT)
  public DeleteRegisteredModelTag.Response deleteTag(DeleteRegisteredModelTag request) {
    models.deleteTag(request);
    return new DeleteRegisteredModelTag.Response();
  }

  @GET
  @Path("alias")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public GetModelVersionByAlias.Response getVersionByAlias(@Context UriInfo uri) {
    return new GetModelVersionByAlias.Response(
        versions.getByAlias(
            MlflowRequests.fromQuery(uri.getQueryParameters(), GetModelVersionByAlias.class)));
  }

  @POST
  @Path("alias")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  public SetRegisteredModelAlias.Response setAlias(
      SetRegisteredModelAlias request, @Context SecurityContext security) {
    aliases.setAlias(request, security.getUserPrincipal());
    return new SetRegisteredModelAlias.Response();
  }

  @DELETE
  @Path("alias")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  public DeleteRegisteredModelAlias.Response deleteAlias(
      DeleteRegisteredModelAlias request, @Context SecurityContext security) {
    aliases.deleteAlias(request, security.getUserPrincipal());
    return new DeleteRegisteredModelAlias.Response();
  }
}
