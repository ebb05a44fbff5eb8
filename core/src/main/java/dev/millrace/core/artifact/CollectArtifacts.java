package dev.millrace.core.artifact;

import org.jspecify.annotations.Nullable;

/**
 * Asks to remove objects that no file refers to from the store.
 *
 * @param olderThan only what has been so for that long, such as {@code 12h}; an upload that takes
 *     longer than that fails and has to be repeated. What the server is configured with where it is
 *     absent
 */
public record CollectArtifacts(@Nullable String olderThan) {

  /**
   * What was done.
   *
   * @param done whether nothing is left to do; otherwise the same request goes on with it
   */
  public record Response(long objects, boolean done) {}
}
