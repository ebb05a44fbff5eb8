package dev.millrace.artifacts;

import dev.millrace.artifacts.ArtifactRepository.ListedObject;
import dev.millrace.core.artifact.IndexArtifacts;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes objects that another server left in the store for files. Each is read once, to know its
 * hash; it stays where it lies, under its own key.
 */
@Singleton
final class ArtifactIndex {

  /** Of one request; a caller with more to do asks again. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private static final int OBJECTS_A_PAGE = 500;
  private static final int MAX_REFUSED = 100;

  private final ArtifactStore manifest;
  private final UploadService uploads;
  private final ArtifactRepository repository;

  ArtifactIndex(ArtifactStore manifest, UploadService uploads, ArtifactRepository repository) {
    this.manifest = manifest;
    this.uploads = uploads;
    this.repository = repository;
  }

  /** Takes objects for some seconds. */
  IndexArtifacts.Response index(IndexArtifacts request) {
    Instant deadline = Instant.now().plus(TIME_LIMIT);
    Tally tally = new Tally();
    String after = text(request.after());
    try {
      while (true) {
        List<ListedObject> page = repository.list(text(request.prefix()), after, OBJECTS_A_PAGE);
        if (page.isEmpty()) {
          return tally.response(null);
        }
        for (ListedObject object : page) {
          take(object, Boolean.TRUE.equals(request.dryRun()), tally);
          after = object.key();
          if (Instant.now().isAfter(deadline)) {
            return tally.response(after);
          }
        }
      }
    } catch (IOException e) {
      throw ArtifactService.unavailable(e);
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void take(ListedObject object, boolean dryRun, Tally tally) throws IOException {
    // Some clients make folders visible by empty objects.
    if (ObjectKeys.isOwn(object.key()) || object.key().endsWith("/")) {
      return;
    }
    ArtifactPath path;
    try {
      path = ArtifactPath.of(object.key());
      if (manifest.findArtifact(path).isPresent()) {
        tally.known++;
        return;
      }
      if (!dryRun && !adopt(path, object)) {
        tally.shared++;
      }
    } catch (MlflowException e) {
      tally.refuse(object.key(), e.text());
      return;
    } catch (FileNotFoundException e) {
      // It was removed since it was listed.
      return;
    } catch (S3Exception e) {
      if (!e.isOfOneObject()) {
        throw e;
      }
      tally.refuse(object.key(), String.valueOf(e.getMessage()));
      return;
    } catch (AccessDeniedException e) {
      tally.refuse(object.key(), "it may not be read");
      return;
    }
    tally.registered++;
    tally.bytes += object.sizeBytes();
  }

  private boolean adopt(ArtifactPath path, ListedObject object) throws IOException {
    UploadStream.Received content =
        UploadStream.ofObject(repository, object.key(), object.sizeBytes());
    return uploads.adopt(StoredArtifact.of(path, object.key(), content));
  }

  private static final class Tally {

    private long registered;
    private long bytes;
    private long shared;
    private long known;
    private final List<String> refused = new ArrayList<>();

    void refuse(String key, String why) {
      if (refused.size() < MAX_REFUSED) {
        refused.add(Keys.quote(key) + ": " + why);
      }
    }

    IndexArtifacts.Response response(@Nullable String after) {
      return new IndexArtifacts.Response(registered, bytes, shared, known, refused, after);
    }
  }
}
