package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.http.FileResponse;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The files of registered model versions. */
@Path("/model-versions/get-artifact")
public final class ModelVersionArtifactResource {

  private final RunArtifactService service;
  private final ArtifactDownloads downloads;

  ModelVersionArtifactResource(RunArtifactService service, ArtifactDownloads downloads) {
    this.service = service;
    this.downloads = downloads;
  }

  @GET
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public Response download(
      @Context HttpServerRequest request,
      @QueryParam("name") @Nullable String name,
      @QueryParam("version") @Nullable String version,
      @QueryParam("path") @Nullable String path) {
    ArtifactPath file = service.pathOfModelVersion(name, version, Require.text(path, "path"));
    return FileResponse.of(request, downloads.requireFile(file));
  }
}
