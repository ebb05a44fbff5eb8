package dev.millrace.core.artifact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the artifacts of a run, one folder at a time.
 *
 * @param runUuid the older name of {@code runId}
 * @param path folder below the run's root; absent for the root itself
 * @param pageToken accepted and not needed: a folder is answered whole
 */
public record ListArtifacts(
    @Nullable String runId,
    @Nullable String runUuid,
    @Nullable String path,
    @Nullable String pageToken) {

  /**
   * The answer, of the listings of a logged model as well.
   *
   * @param rootUri artifact root of the run or logged model
   * @param files paths are relative to the root
   */
  public record Response(String rootUri, List<FileInfo> files) {}
}
