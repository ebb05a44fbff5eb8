package dev.millrace.artifacts;

import dev.millrace.platform.http.FileResponse;
import jakarta.inject.Singleton;

/** Turns rows of the manifest into the files that the HTTP layer answers with. */
@Singleton
final class ArtifactDownloads {

  private final ArtifactService service;

  ArtifactDownloads(ArtifactService service) {
    this.service = service;
  }

  /** The file of that path; RESOURCE_DOES_NOT_EXIST where there is none. */
  FileResponse.File requireFile(ArtifactPath path) {
    StoredArtifact artifact = service.requireArtifact(path);
    return new FileResponse.File(
        path.name(),
        artifact.contentType(),
        artifact.sizeBytes(),
        artifact.sha256(),
        artifact.createdAtMillis(),
        (offset, length) -> service.body(artifact, offset, length));
  }
}
