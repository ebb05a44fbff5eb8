package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.platform.http.DownloadResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A folder of a logged model as one file: {@code path}, or all without it. */
@Path("/api/millrace/v1/logged-models/{model_id}/archive")
@Produces(MediaType.WILDCARD)
public final class LoggedModelArchiveResource {

  private final ArchiveService archives;
  private final ArtifactRoots roots;

  LoggedModelArchiveResource(ArchiveService archives, ArtifactRoots roots) {
    this.archives = archives;
    this.roots = roots;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response download(
      @PathParam("model_id") String modelId,
      @QueryParam("path") @Nullable String path,
      @QueryParam("format") @Nullable String format) {
    ArchiveService.Archive archive =
        archives.begin(roots.requireOfLoggedModel(modelId), modelId, path, format);
    return DownloadResponse.ofPacked(
        archive.name(), archive.format().contentType(), out -> archives.write(archive, out));
  }
}
