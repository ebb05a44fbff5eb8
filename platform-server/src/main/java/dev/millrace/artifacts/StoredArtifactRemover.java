package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactRemover;
import dev.millrace.core.error.MlflowException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Removes artifacts for whoever removes what they belong to. */
@Singleton
final class StoredArtifactRemover implements ArtifactRemover {

  private final ArtifactStore store;
  private final ObjectRemover remover;

  StoredArtifactRemover(ArtifactStore store, ObjectRemover remover) {
    this.store = store;
    this.remover = remover;
  }

  @Override
  public Removal measure(List<String> rootUris, List<String> keptUris) {
    return store.measureTrees(paths(rootUris), paths(keptUris));
  }

  @Override
  public Removal release(List<String> rootUris, List<String> keptUris) {
    Removal found = measure(rootUris, keptUris);
    List<String> objectKeys = store.deleteTrees(paths(rootUris), paths(keptUris));
    return new Removal(
        found.files(), found.bytes(), found.keptFiles(), found.keptBytes(), objectKeys);
  }

  @Override
  public void discard(List<String> objectKeys, Instant deadline) {
    for (String objectKey : objectKeys) {
      if (Instant.now().isAfter(deadline)) {
        return;
      }
      remover.remove(objectKey);
    }
  }

  private static List<String> paths(List<String> uris) {
    return uris.stream().flatMap(StoredArtifactRemover::path).toList();
  }

  private static Stream<String> path(String uri) {
    try {
      return Stream.of(ArtifactPath.ofUri(uri).value());
    } catch (MlflowException noSafePath) {
      // Then no file was ever stored below it.
      return Stream.empty();
    }
  }
}
