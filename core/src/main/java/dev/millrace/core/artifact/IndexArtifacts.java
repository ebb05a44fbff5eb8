package dev.millrace.core.artifact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks to take objects that lie in the store already, as a server of MLflow left them, for files:
 * an object with the key {@code 1/3f…/artifacts/model.pkl} becomes the file of that path.
 *
 * @param prefix only objects whose keys begin so
 * @param after go on behind this key
 * @param dryRun only tells what would be taken
 */
public record IndexArtifacts(
    @Nullable String prefix, @Nullable String after, @Nullable Boolean dryRun) {

  /**
   * What was done.
   *
   * @param registered files that are visible now
   * @param bytes of those files
   * @param shared how many of them have a content that was stored already; their own objects stay
   *     where they are and are used no more
   * @param known objects that are files already
   * @param refused keys that are no paths of files, or whose objects cannot be read, and why; the
   *     first hundred
   * @param after the key to go on behind; null when all is done
   */
  public record Response(
      long registered,
      long bytes,
      long shared,
      long known,
      List<String> refused,
      @Nullable String after) {
    public Response {
      refused = refused == null ? List.of() : refused;
    }

    /** This answer and the one to the request that went on behind it, in one. */
    public Response plus(Response next) {
      List<String> all = new ArrayList<>(refused);
      all.addAll(next.refused);
      return new Response(
          registered + next.registered,
          bytes + next.bytes,
          shared + next.shared,
          known + next.known,
          all,
          next.after);
    }
  }
}
