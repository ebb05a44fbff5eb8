package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;

/** Reads artifacts for the registry and the serving module, from this server's own store. */
@Singleton
final class StoredArtifactReader implements ArtifactReader {

  private final ArtifactService service;

  StoredArtifactReader(ArtifactService service) {
    this.service = service;
  }

  @Override
  public List<ArtifactEntry> listAll(String rootUri) {
    return service.listTree(ArtifactPath.ofUri(rootUri));
  }

  @Override
  public InputStream open(String rootUri, String path) {
    StoredArtifact artifact =
        service.requireArtifact(ArtifactPath.ofUri(rootUri).resolve(ArtifactPath.of(path)));
    return service.openProven(artifact);
  }
}
