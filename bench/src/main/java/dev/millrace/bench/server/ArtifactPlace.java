package dev.millrace.bench.server;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a server keeps its artifacts.
 *
 * @param location a directory or an {@code s3://} URI
 * @param environment what the server needs to use it
 */
public record ArtifactPlace(String location, Map<String, String> environment) {

  /** A directory on this machine. */
  public static ArtifactPlace directory(Path directory) {
    return new ArtifactPlace(directory.toString(), Map.of());
  }
}
