package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.artifact.ListLoggedModelArtifacts;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.http.FileResponse;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** The files of logged models and of registered model versions. */
@Path("/")
public final class ModelArtifactResource {

  private final RunArtifactService service;
  private final ArtifactDownloads downloads;

  ModelArtifactResource(RunArtifactService service, ArtifactDownloads downloads) {
    this.service = service;
    this.downloads = downloads;
  }

  @GET
  @Path("api/2.0/mlflow/logged-models/{model_id}/artifacts/directories")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public ListArtifacts.Response list(@PathParam("model_id") String modelId, @Context UriInfo uri) {
    ListLoggedModelArtifacts request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), ListLoggedModelArtifacts.class);
    return service.listLoggedModel(modelId, request.artifactDirectoryPath());
  }

  @GET
  @Path("api/2.0/mlflow/logged-models/{model_id}/artifacts/files")
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response downloadOfLoggedModel(
      @Context HttpServerRequest request,
      @PathParam("model_id") String modelId,
      @QueryParam("artifact_file_path") @Nullable String path) {
    return FileResponse.of(
        request, downloads.requireFile(service.pathOfLoggedModel(modelId, path)));
  }

  @GET
  @Path("model-versions/get-artifact")
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public Response downloadOfModelVersion(
      @Context HttpServerRequest request,
      @QueryParam("name") @Nullable String name,
      @QueryParam("version") @Nullable String version,
      @QueryParam("path") @Nullable String path) {
    ArtifactPath file = service.pathOfModelVersion(name, version, Require.text(path, "path"));
    return FileResponse.of(request, downloads.requireFile(file));
  }
}
