package dev.millrace.core.artifact;

import java.time.Instant;
import java.util.List;

/**
 * Removes files in two steps, so that a crash between them leaves neither a file without its bytes
 * nor bytes that nobody knows of.
 */
public interface ArtifactRemover {

  /**
   * Files that were found below some roots.
   *
   * @param keptFiles how many of them stay, because someone else needs them
   * @param objectKeys what holds the bytes of those that do not stay
   */
  record Removal(long files, long bytes, long keptFiles, long keptBytes, List<String> objectKeys) {}

  /** Counts what {@link #release} would remove. */
  Removal measure(List<String> rootUris, List<String> keptUris);

  /**
   * Takes every file below the roots out of sight, within the caller's transaction. Their bytes are
   * noted as unreferenced.
   *
   * @param keptUris folders or files whose content stays
   */
  Removal release(List<String> rootUris, List<String> keptUris);

  /**
   * Removes bytes after the transaction of {@link #release} has ended. What is not done by the
   * deadline, or cannot be, is collected later by itself.
   */
  void discard(List<String> objectKeys, Instant deadline);
}
