package dev.millrace.core.artifact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the proxied store for one folder.
 *
 * @param path folder, from the root of the store; absent for the root itself
 */
public record ListProxiedArtifacts(@Nullable String path) {

  /** The answer: paths are names, without the folder they are in. */
  public record Response(List<FileInfo> files) {}
}
