package dev.millrace.replica;

import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ServingFeed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the platform told last, on disk, for a start without it. */
@Singleton
class FeedFile {

  private static final Logger LOG = Logger.getLogger(FeedFile.class);

  private final CacheFolder folder;

  FeedFile(CacheFolder folder) {
    this.folder = folder;
  }

  /** Puts this in the place of what was told before; that it cannot is logged. */
  void write(ServingFeed feed) {
    try {
      byte[] told = MlflowJson.mapper().writeValueAsBytes(feed);
      folder.put(folder.feed(), incoming -> Files.write(incoming, told));
    } catch (IOException e) {
      LOG.warnf("a start without the platform would know nothing: %s", e);
    }
  }

  /** What was written last; empty where nothing was, or where it cannot be read. */
  Optional<ServingFeed> read() {
    Path file = folder.feed();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MlflowJson.mapper().readValue(file.toFile(), ServingFeed.class));
    } catch (IOException e) {
      LOG.warnf("%s is not what the platform told: %s", file, e);
      return Optional.empty();
    }
  }
}
