package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.http.FileResponse;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The artifacts of a run. */
@Path("/")
public final class RunArtifactResource {

  private final RunArtifactService service;
  private final ArtifactDownloads downloads;

  RunArtifactResource(RunArtifactService service, ArtifactDownloads downloads) {
    this.service = service;
    this.downloads = downloads;
  }

  @GET
  @Path("api/2.0/mlflow/artifacts/list")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public ListArtifacts.Response list(@Context UriInfo uri) {
    return service.list(MlflowRequests.fromQuery(uri.getQueryParameters(), ListArtifacts.class));
  }

  @GET
  @Path("get-artifact")
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response download(
      @Context HttpServerRequest request,
      @QueryParam("run_id") @Nullable String runId,
      @QueryParam("run_uuid") @Nullable String runUuid,
      @QueryParam("path") @Nullable String path) {
    ArtifactPath file = service.pathOf(runId == null ? runUuid : runId, Require.text(path, "path"));
    return FileResponse.of(request, downloads.requireFile(file));
  }

  @POST
  @Path("api/2.0/mlflow/upload-artifact")
  @Produces(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public Response upload(
      @QueryParam("run_uuid") @Nullable String runUuid,
      @QueryParam("path") @Nullable String path,
      @Context HttpServerRequest request,
      InputStream body) {
    service.upload(runUuid, path, body, Checksums.ofHeaders(request::getHeader));
    return Response.ok().build();
  }
}
