package dev.millrace.artifacts;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.platform.jdbc.DatabaseException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
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

  private static final Logger LOG = Logger.getLogger(UploadService.class);

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
   * @param body one that can be marked is in memory, and read twice
   * @param declaredBytes length that the sender announced
   * @param expected what the sender says the bytes hash to
   */
  void upload(ArtifactPath path, InputStream body, OptionalLong declaredBytes, Checksums expected) {
    UploadStream upload = new UploadStream(body, expected.md5() != null);
    if (body.markSupported()) {
      uploadHeld(path, body, upload, declaredBytes, expected);
      return;
    }
    String objectKey = ObjectKeys.create();
    objects.insertUnreferenced(objectKey);
    store(
        path,
        objectKey,
        upload,
        upload,
        declaredBytes,
        () -> requireWhole(path, upload, declaredBytes, expected));
  }

  /** It is hashed before it is stored: one that is there already never reaches the store. */
  private void uploadHeld(
      ArtifactPath path,
      InputStream body,
      UploadStream upload,
      OptionalLong declaredBytes,
      Checksums expected) {
    body.mark(Integer.MAX_VALUE);
    try {
      upload.transferTo(OutputStream.nullOutputStream());
      UploadStream.Received received = requireWhole(path, upload, declaredBytes, expected);
      OptionalLong length = OptionalLong.of(received.sizeBytes());
      while (true) {
        String objectKey = ObjectKeys.create();
        boolean isNew = objects.insertUnreferencedUnlessKnown(objectKey, received.sha256());
        if (!isNew && findLost(received.sha256(), received.sizeBytes()).isPresent()) {
          objects.insertUnreferenced(objectKey);
          isNew = true;
        }
        if (isNew) {
          body.reset();
          store(path, objectKey, upload, body, length, () -> received);
          return;
        }
        // It may be gone again between the two: then it can be stored.
        if (publishKnown(path, received)) {
          return;
        }
      }
    } catch (IOException e) {
      throw upload.brokenOff() ? cutOff(path, upload.count(), e) : ArtifactService.unavailable(e);
    }
  }

  /**
   * The object of a content whose bytes are not in the store any more, though they should be: what
   * was sent again takes its place, for all files of the content.
   */
  private Optional<String> findLost(String sha256, long sizeBytes) throws IOException {
    Optional<String> known = objects.findObject(sha256);
    return known.isPresent() && !repository.holds(known.get(), sizeBytes)
        ? known
        : Optional.empty();
  }

  /**
   * Stores what is left to store of an upload, under a key that is noted as unreferenced.
   *
   * @param whole what arrived, when the content was read to its end
   */
  private void store(
      ArtifactPath path,
      String objectKey,
      UploadStream upload,
      InputStream content,
      OptionalLong length,
      Supplier<UploadStream.Received> whole) {
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
   * object holds the same content, the file refers to that one and this one is removed; one that is
   * lost is replaced by this one.
   */
  void publish(StoredArtifact artifact) throws IOException {
    if (insertNew(artifact)) {
      return;
    }
    Optional<String> lost = findLost(artifact.sha256(), artifact.sizeBytes());
    QuarkusTransaction.requiringNew()
        .call(() -> placeWithObject(artifact, lost))
        .forEach(remover::remove);
  }

  /** What most uploads are, at once: a new content at a new path. False where it is not that. */
  private boolean insertNew(StoredArtifact artifact) {
    try {
      return manifest.insertNew(artifact);
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        // Another upload was faster; nothing of the statement was kept.
        return false;
      }
      throw e;
    }
  }

  /**
   * Makes a file visible whose object lay in the store already.
   *
   * @return false where another object holds the same content, which the file refers to then
   */
  boolean adopt(StoredArtifact artifact) throws IOException {
    Optional<String> lost = findLost(artifact.sha256(), artifact.sizeBytes());
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              boolean isNew = objects.insertObject(artifact) || takesPlaceOf(lost, artifact);
              place(artifact);
              return isNew;
            });
  }

  private boolean takesPlaceOf(Optional<String> lost, StoredArtifact artifact) {
    if (lost.isEmpty() || !objects.replaceObject(lost.get(), artifact)) {
      return false;
    }
    LOG.warnf("object %s was lost; what was stored again takes its place", lost.get());
    return true;
  }

  private List<String> placeWithObject(StoredArtifact artifact, Optional<String> lost) {
    List<String> freed = new ArrayList<>();
    if (!objects.insertObject(artifact) && !takesPlaceOf(lost, artifact)) {
      freed.add(artifact.objectKey());
    } else if (!objects.claimUnreferenced(artifact.objectKey())) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "The upload of '%s' took so long that its bytes were collected; try again."
              .formatted(artifact.path()));
    }
    lost.ifPresent(freed::add);
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
