package dev.millrace.artifacts;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores files. A file is visible when it is complete: its bytes are stored under a new key first,
 * then one transaction makes the manifest name it. A content that is there already is not stored
 * again.
 *
 * <p>No transaction is open while bytes move: the two short ones of an upload stand before and
 * after.
 */
@Singleton
final class UploadService {

  /**
   * Up to here a file is read before it is stored. So it is hashed in one go, and one that is there
   * already never reaches the store.
   */
  private static final int READ_FIRST_BYTES = 1024 * 1024;

  private final ArtifactStore manifest;
  private final ObjectStore objects;
  private final ArtifactRepository repository;
  private final ObjectRemover remover;

  UploadService(
      ArtifactStore manifest,
      ObjectStore objects,
      ArtifactRepository repository,
      ObjectRemover remover) {
    this.manifest = manifest;
    this.objects = objects;
    this.repository = repository;
    this.remover = remover;
  }

  /**
   * Stores a file, in the place of one that is there.
   *
   * @param declaredBytes length that the sender announced
   * @param expected what the sender says the bytes hash to
   */
  void upload(ArtifactPath path, InputStream body, OptionalLong declaredBytes, Checksums expected) {
    UploadStream upload = new UploadStream(body, expected.md5() != null);
    if (declaredBytes.isPresent() && declaredBytes.getAsLong() <= READ_FIRST_BYTES) {
      byte[] content = readAll(path, upload, (int) declaredBytes.getAsLong());
      UploadStream.Received received = requireWhole(path, upload, declaredBytes, expected);
      if (!publishKnown(path, received)) {
        store(path, upload, new ByteArrayInputStream(content), declaredBytes, () -> received);
      }
      return;
    }
    store(
        path,
        upload,
        upload,
        declaredBytes,
        () -> requireWhole(path, upload, declaredBytes, expected));
  }

  private static byte[] readAll(ArtifactPath path, UploadStream upload, int declaredBytes) {
    try {
      // One more than announced: what is too long shows too.
      return upload.readNBytes(declaredBytes + 1);
    } catch (IOException e) {
      throw cutOff(path, upload.count(), e);
    }
  }

  /**
   * Stores what is left to store of an upload.
   *
   * @param whole what arrived, when the content was read to its end
   */
  private void store(
      ArtifactPath path,
      UploadStream upload,
      InputStream content,
      OptionalLong length,
      Supplier<UploadStream.Received> whole) {
    String objectKey = ObjectKeys.create();
    QuarkusTransaction.requiringNew().run(() -> objects.insertUnreferenced(objectKey));
    try {
      repository.write(objectKey, content, length);
      publish(StoredArtifact.of(path, objectKey, whole.get()));
    } catch (IOException e) {
      remover.remove(objectKey);
      throw upload.brokenOff() ? cutOff(path, upload.count(), e) : ArtifactService.unavailable(e);
    } catch (MlflowException e) {
      remover.remove(objectKey);
      throw e;
    }
    // After any other failure the outcome of the transaction may be unknown. The object stays: it
    // is either referred to or collected later.
  }

  private static UploadStream.Received requireWhole(
      ArtifactPath path, UploadStream upload, OptionalLong declaredBytes, Checksums expected) {
    if (declaredBytes.isPresent() && declaredBytes.getAsLong() != upload.count()) {
      throw cutOff(path, upload.count(), null);
    }
    UploadStream.Received received = upload.received();
    expected.requireMatch(path, received);
    return received;
  }

  /** Makes a file visible whose content is stored already; false where it is not. */
  private boolean publishKnown(ArtifactPath path, UploadStream.Received received) {
    Optional<List<String>> freed =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    objects
                        .holdObject(received.sha256())
                        .map(objectKey -> place(StoredArtifact.of(path, objectKey, received))));
    freed.ifPresent(keys -> keys.forEach(remover::remove));
    return freed.isPresent();
  }

  /**
   * Makes a file visible whose object was just written and is noted as unreferenced. Where another
   * object holds the same content, the file refers to that one and this one is removed.
   */
  void publish(StoredArtifact artifact) {
    QuarkusTransaction.requiringNew()
        .call(() -> placeWithObject(artifact))
        .forEach(remover::remove);
  }

  /**
   * Makes a file visible whose object lay in the store already.
   *
   * @return false where another object holds the same content, which the file refers to then
   */
  boolean adopt(StoredArtifact artifact) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              boolean isNew = objects.insertObject(artifact);
              place(artifact);
              return isNew;
            });
  }

  private List<String> placeWithObject(StoredArtifact artifact) {
    List<String> freed = new ArrayList<>();
    if (!objects.insertObject(artifact)) {
      freed.add(artifact.objectKey());
    } else if (!objects.claimUnreferenced(artifact.objectKey())) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "The upload of '%s' took so long that its bytes were collected; try again."
              .formatted(artifact.path()));
    }
    freed.addAll(place(artifact));
    return freed;
  }

  /** Keys of the objects that are perhaps free now. */
  private List<String> place(StoredArtifact artifact) {
    requirePlace(artifact.path());
    return manifest.replace(artifact).stream().toList();
  }

  /** A path is a file or a folder, not both: no directory of a client could hold it. */
  private void requirePlace(ArtifactPath path) {
    Optional<String> fileAbove = manifest.findFileAmong(path.parents());
    if (fileAbove.isPresent()) {
      throw MlflowException.invalidParameter(
          "'%s' cannot be stored: '%s' is a file.".formatted(path, fileAbove.get()));
    }
    if (manifest.isFolder(path)) {
      throw MlflowException.invalidParameter(
          "'%s' cannot be stored: it is a folder.".formatted(path));
    }
  }

  /** Gives up an object that no file refers to. */
  void discard(String objectKey) {
    remover.remove(objectKey);
  }

  private static MlflowException cutOff(ArtifactPath path, long count, @Nullable Throwable cause) {
    return new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The upload of '%s' was cut off after %d bytes; nothing of it was kept."
            .formatted(path, count),
        cause);
  }
}
