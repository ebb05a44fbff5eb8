package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.FileInfo;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the artifact store. A file is visible when it is complete: the bytes are stored
 * under a new key first, then one transaction makes the manifest name them.
 *
 * <p>No transaction is open while bytes move: the two short ones of an upload stand before and
 * after.
 */
@Singleton
final class ArtifactService {

  private static final Logger LOG = Logger.getLogger(ArtifactService.class);

  private final ArtifactStore store;
  private final ArtifactRepository repository;

  ArtifactService(ArtifactStore store, ArtifactRepository repository) {
    this.store = store;
    this.repository = repository;
  }

  /**
   * Stores a file, in the place of one that is there.
   *
   * @param declaredBytes length that the sender announced
   */
  void upload(ArtifactPath path, InputStream body, OptionalLong declaredBytes) {
    String objectKey = newObjectKey();
    QuarkusTransaction.requiringNew().run(() -> store.insertUnreferenced(objectKey));
    UploadStream upload = new UploadStream(body);
    try {
      repository.write(objectKey, upload);
      requireComplete(path, upload, declaredBytes);
      publish(artifact(path, objectKey, upload)).ifPresent(this::removeObject);
    } catch (IOException e) {
      removeObject(objectKey);
      throw upload.brokenOff() ? cutOff(path, upload.count(), e) : unavailable(e);
    } catch (MlflowException e) {
      removeObject(objectKey);
      throw e;
    }
    // After any other failure the outcome of the transaction may be unknown. The object stays: it
    // is either named by the manifest or collected later.
  }

  private static void requireComplete(
      ArtifactPath path, UploadStream upload, OptionalLong declaredBytes) {
    if (declaredBytes.isPresent() && declaredBytes.getAsLong() != upload.count()) {
      throw cutOff(path, upload.count(), null);
    }
  }

  private static StoredArtifact artifact(ArtifactPath path, String objectKey, UploadStream upload) {
    return new StoredArtifact(
        path,
        objectKey,
        upload.count(),
        upload.sha256(),
        ContentTypes.ofFile(path.name()),
        System.currentTimeMillis());
  }

  private Optional<String> publish(StoredArtifact artifact) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              requirePlace(artifact.path());
              if (!store.claimUnreferenced(artifact.objectKey())) {
                throw new MlflowException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE,
                    "The upload of '%s' took so long that its bytes were collected; try again."
                        .formatted(artifact.path()));
              }
              return store.replace(artifact);
            });
  }

  /** A path is a file or a folder, not both: no directory of a client could hold it. */
  private void requirePlace(ArtifactPath path) {
    Optional<String> fileAbove = store.findFileAmong(path.parents());
    if (fileAbove.isPresent()) {
      throw MlflowException.invalidParameter(
          "'%s' cannot be stored: '%s' is a file.".formatted(path, fileAbove.get()));
    }
    if (store.isFolder(path)) {
      throw MlflowException.invalidParameter(
          "'%s' cannot be stored: it is a folder.".formatted(path));
    }
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

  /** Opens a part of a file; the whole file is verified as it is read. */
  InputStream open(StoredArtifact artifact, long offset, long length) {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    try {
      InputStream object = repository.read(artifact.objectKey(), offset, length);
      return length == artifact.sizeBytes() ? new VerifiedStream(object, artifact) : object;
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
    QuarkusTransaction.requiringNew()
        .call(() -> store.deleteTree(path))
        .forEach(this::removeObject);
  }

  /** What cannot be removed now stays noted as unreferenced, and is collected later. */
  void removeObject(String objectKey) {
    try {
      repository.remove(objectKey);
      QuarkusTransaction.requiringNew().run(() -> store.deleteUnreferenced(objectKey));
    } catch (IOException | ArtifactStoreException e) {
      LOG.warnf("object %s is left to the collector: %s", objectKey, e.toString());
    }
  }

  private static String newObjectKey() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return id.substring(0, 2) + "/" + id.substring(2);
  }

  private static MlflowException cutOff(ArtifactPath path, long count, @Nullable Throwable cause) {
    return new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The upload of '%s' was cut off after %d bytes; nothing of it was kept."
            .formatted(path, count),
        cause);
  }

  private static MlflowException unavailable(IOException e) {
    LOG.warnf("the artifact store could not be used: %s", e.toString());
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "The artifact store cannot be used right now; try again.",
        e);
  }
}
