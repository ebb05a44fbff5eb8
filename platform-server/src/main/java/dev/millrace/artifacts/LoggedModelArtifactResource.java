package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.artifact.ListLoggedModelArtifacts;
import dev.millrace.core.json.MlflowRequests;
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

/**
 * The files of logged models. A root path of its own: the one of the logged models themselves would
 * take these requests otherwise.
 */
@Path("/api/2.0/mlflow/logged-models/{model_id}/artifacts")
public final class LoggedModelArtifactResource {

  private final RunArtifactService service;
  private final ArtifactDownloads downloads;

  LoggedModelArtifactResource(RunArtifactService service, ArtifactDownloads downloads) {
    this.service = service;
    this.downloads = downloads;
  }

  @GET
  @Path("directories")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public ListArtifacts.Response list(@PathParam("model_id") String modelId, @Context UriInfo uri) {
    ListLoggedModelArtifacts request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), ListLoggedModelArtifacts.class);
    return service.listLoggedModel(modelId, request.artifactDirectoryPath());
  }

  @GET
  @Path("files")
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response download(
      @Context HttpServerRequest request,
      @PathParam("model_id") String modelId,
      @QueryParam("artifact_file_path") @Nullable String path) {
    return FileResponse.of(
        request, downloads.requireFile(service.pathOfLoggedModel(modelId, path)));
  }
}
