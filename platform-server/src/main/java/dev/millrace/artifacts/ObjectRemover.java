package dev.millrace.artifacts;

import dev.millrace.artifacts.ObjectStore.Freed;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Removes objects that are noted as unreferenced, where that is still so. Any number of replicas
 * may do so side by side: the note of an object is locked while its bytes are removed, so that no
 * upload can refer to it meanwhile.
 */
@Singleton
final class ObjectRemover {

  private static final Logger LOG = Logger.getLogger(ObjectRemover.class);

  private final ObjectStore objects;
  private final MultipartUploadStore uploads;
  private final ArtifactRepository repository;

  ObjectRemover(ObjectStore objects, MultipartUploadStore uploads, ArtifactRepository repository) {
    this.objects = objects;
    this.uploads = uploads;
    this.repository = repository;
  }

  /** Removes one object now; what cannot be removed stays noted, and is collected later. */
  void remove(String objectKey) {
    try {
      removeNoted(() -> objects.lockUnreferenced(objectKey));
    } catch (RuntimeException e) {
      LOG.warnf("object %s is left to the collector: %s", objectKey, e.toString());
    }
  }

  /**
   * Removes one object that was noted at least so long ago.
   *
   * @return false where there is none
   * @throws UncheckedIOException where the store cannot be used; the note stays
   */
  boolean removeOneOlderThan(Duration age) {
    return removeNoted(() -> objects.lockUnreferencedFor(age));
  }

  private boolean removeNoted(Supplier<Optional<String>> note) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Optional<String> objectKey = note.get();
              objectKey.ifPresent(this::removeLocked);
              return objectKey.isPresent();
            });
  }

  private void removeLocked(String objectKey) {
    // Committed before the bytes go: a file that refers to them must not come to be.
    Freed freed = QuarkusTransaction.requiringNew().call(() -> objects.forgetIfFree(objectKey));
    if (freed == Freed.LEASED) {
      return;
    }
    if (freed == Freed.FREE) {
      dropParts(objectKey);
      try {
        repository.remove(objectKey);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    objects.deleteUnreferenced(objectKey);
  }

  /** What a caller began to send to the store itself. */
  private void dropParts(String objectKey) {
    repository
        .directTransfers()
        .ifPresent(
            direct ->
                uploads
                    .findUnderWay(objectKey)
                    .ifPresent(
                        upload -> {
                          direct.abort(objectKey, upload.uploadId());
                          uploads.delete(upload.uploadId());
                        }));
  }
}
