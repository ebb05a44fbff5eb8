package dev.millrace.core.artifact;

import org.jspecify.annotations.Nullable;

/**
 * One line of a listing.
 *
 * @param path relative to what was listed from: the run's or model's root, or, for the proxied
 *     store, the listed folder itself
 * @param fileSize in bytes; absent for a folder, and for an empty file
 */
// MLflow: leaves the size of an empty file out.
public record FileInfo(String path, boolean isDir, @Nullable Long fileSize) {

  public static FileInfo file(String path, long sizeBytes) {
    return new FileInfo(path, false, sizeBytes == 0 ? null : sizeBytes);
  }

  public static FileInfo folder(String path) {
    return new FileInfo(path, true, null);
  }
}
