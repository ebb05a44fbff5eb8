package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.platform.http.DownloadResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A folder of a model version as one file: {@code path}, or all without it. */
@Path("/api/millrace/v1/model-versions/archive")
@Produces(MediaType.WILDCARD)
public final class ModelVersionArchiveResource {

  private final ArchiveService archives;
  private final ArtifactRoots roots;

  ModelVersionArchiveResource(ArchiveService archives, ArtifactRoots roots) {
    this.archives = archives;
    this.roots = roots;
  }

  @GET
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public Response download(
      @QueryParam("name") @Nullable String name,
      @QueryParam("version") @Nullable String version,
      @QueryParam("path") @Nullable String path,
      @QueryParam("format") @Nullable String format) {
    ArchiveService.Archive archive =
        archives.begin(
            roots.requireOfModelVersion(name, version), name + "-v" + version, path, format);
    return DownloadResponse.ofPacked(
        archive.name(), archive.format().contentType(), out -> archives.write(archive, out));
  }
}
