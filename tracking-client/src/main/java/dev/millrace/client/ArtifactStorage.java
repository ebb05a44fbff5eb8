package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.artifact.ArtifactUsage;
import dev.millrace.core.artifact.CollectArtifacts;
import dev.millrace.core.artifact.IndexArtifacts;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The store behind all artifacts, as an operator sees it. */
public final class ArtifactStorage {

  private static final String ROUTE = "/api/millrace/v1/artifacts/";

  private final HttpTransport transport;

  ArtifactStorage(HttpTransport transport) {
    this.transport = transport;
  }

  /** How many files there are, and how many bytes sharing saves. */
  public ArtifactUsage usage() {
    return transport.get(ROUTE + "usage", Map.of(), ArtifactUsage.class);
  }

  /**
   * Takes objects that another server left in the store for files; see {@link IndexArtifacts}.
   *
   * @param prefix only keys that begin so, or null for all
   * @param progress is told what was done so far, every few seconds
   */
  public IndexArtifacts.Response index(
      @Nullable String prefix, boolean dryRun, Consumer<IndexArtifacts.Response> progress) {
    IndexArtifacts.Response all = indexFrom(new IndexArtifacts(prefix, null, dryRun));
    while (all.after() != null) {
      progress.accept(all);
      all = all.plus(indexFrom(new IndexArtifacts(prefix, all.after(), dryRun)));
    }
    return all;
  }

  private IndexArtifacts.Response indexFrom(IndexArtifacts request) {
    return transport.send(
        "POST", ROUTE + "index", request, Repeat.SAFELY, IndexArtifacts.Response.class);
  }

  /**
   * Removes objects that no file refers to; how many.
   *
   * @param olderThan only what has been so for that long, such as {@code 12h}; null for what the
   *     server is configured with
   */
  public long collect(@Nullable String olderThan) {
    long collected = 0;
    CollectArtifacts.Response part;
    do {
      part =
          transport.send(
              "POST",
              ROUTE + "collect",
              new CollectArtifacts(olderThan),
              Repeat.SAFELY,
              CollectArtifacts.Response.class);
      collected += part.objects();
    } while (!part.done());
    return collected;
  }
}
