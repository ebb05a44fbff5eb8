package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.FileInfo;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.stream.AnswerBody;
import dev.millrace.core.stream.StreamedBody;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jboss.logging.Logger;

/** The rules of reading, listing and removing files. */
@Singleton
final class ArtifactService {

  private static final Logger LOG = Logger.getLogger(ArtifactService.class);

  private final ArtifactStore store;
  private final ArtifactRepository repository;
  private final ObjectRemover remover;

  ArtifactService(ArtifactStore store, ArtifactRepository repository, ObjectRemover remover) {
    this.store = store;
    this.repository = repository;
    this.remover = remover;
  }

  /** The file of that path; RESOURCE_DOES_NOT_EXIST where there is none. */
  StoredArtifact requireArtifact(ArtifactPath path) {
    return store
        .findArtifact(path)
        .orElseThrow(
            () ->
                store.isFolder(path)
                    ? MlflowException.invalidParameter(
                        "Artifact path refers to a directory, not a file: '%s'".formatted(path))
                    : MlflowException.notFound("No such artifact: '%s'".formatted(path)));
  }

  /** A part of a file as the body of an answer; the whole file is checked for damage. */
  AnswerBody body(StoredArtifact artifact, long offset, long length) {
    if (length == 0) {
      return StreamedBody.copyOf(InputStream.nullInputStream());
    }
    Verification verification =
        length == artifact.sizeBytes()
            ? Verification.of(artifact, damageCheck(artifact))
            : Verification.ofPart(artifact, length);
    return opened(
        artifact, () -> repository.body(artifact.objectKey(), offset, length, verification));
  }

  /** Opens a file, which is checked for damage as it is read. */
  InputStream open(StoredArtifact artifact) {
    return open(artifact, damageCheck(artifact));
  }

  private static ContentCheck damageCheck(StoredArtifact artifact) {
    Integer crc32c = artifact.crc32c();
    return crc32c == null
        ? ContentCheck.bySha256(artifact.sha256())
        : ContentCheck.byCrc32c(crc32c);
  }

  /** Opens a file whose bytes are proven to be those that were stored. */
  InputStream openProven(StoredArtifact artifact) {
    return open(artifact, ContentCheck.bySha256(artifact.sha256()));
  }

  private InputStream open(StoredArtifact artifact, ContentCheck check) {
    return artifact.sizeBytes() == 0
        ? InputStream.nullInputStream()
        : opened(
            artifact,
            () ->
                new VerifiedStream(
                    repository.read(artifact.objectKey()), Verification.of(artifact, check)));
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private <T> T opened(StoredArtifact artifact, Opening<T> opening) {
    try {
      return opening.open();
    } catch (FileNotFoundException e) {
      throw objectGone(artifact, e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private MlflowException objectGone(StoredArtifact artifact, FileNotFoundException e) {
    boolean replaced =
        store
            .findArtifact(artifact.path())
            .filter(now -> now.objectKey().equals(artifact.objectKey()))
            .isEmpty();
    if (replaced) {
      return new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "'%s' was replaced while it was being opened; try again.".formatted(artifact.path()),
          e);
    }
    LOG.errorf("object %s of '%s' is not in the store", artifact.objectKey(), artifact.path());
    return new MlflowException(
        ErrorCode.INTERNAL_ERROR,
        "The bytes of '%s' are missing from the artifact store.".formatted(artifact.path()),
        e);
  }

  /** What lies directly in a folder, by name. */
  List<FileInfo> listFolder(ArtifactPath folder) {
    return store.listFolder(folder);
  }

  /** Every file below a folder, by path. */
  List<ArtifactEntry> listTree(ArtifactPath folder) {
    return store.listTree(folder);
  }

  /** Removes a file, or a folder with all that is in it; an unknown path is fine. */
  void delete(ArtifactPath path) {
    QuarkusTransaction.requiringNew().call(() -> store.deleteTree(path)).forEach(remover::remove);
  }

  static MlflowException unavailable(IOException e) {
    LOG.warnf("the artifact store could not be used: %s", e.toString());
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "The artifact store cannot be used right now; try again.",
        e);
  }
}
