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

/**
 * A folder of a run as one file: {@code path}, or all without it. A root path of its own, as of its
 * logs.
 */
@Path("/api/millrace/v1/runs/{run_id}/archive")
@Produces(MediaType.WILDCARD)
public final class RunArchiveResource {

  private final ArchiveService archives;
  private final ArtifactRoots roots;

  RunArchiveResource(ArchiveService archives, ArtifactRoots roots) {
    this.archives = archives;
    this.roots = roots;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response download(
      @PathParam("run_id") String runId,
      @QueryParam("path") @Nullable String path,
      @QueryParam("format") @Nullable String format) {
    ArchiveService.Archive archive = archives.begin(roots.requireOfRun(runId), runId, path, format);
    return DownloadResponse.ofPacked(
        archive.name(), archive.format().contentType(), out -> archives.write(archive, out));
  }
}
