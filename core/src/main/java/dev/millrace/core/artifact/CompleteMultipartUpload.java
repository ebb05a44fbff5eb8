package dev.millrace.core.artifact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one file of the parts that were sent.
 *
 * @param path the caller's name for the file, as when the upload began
 */
public record CompleteMultipartUpload(
    @Nullable String path, @Nullable String uploadId, @Nullable List<@Nullable Part> parts) {

  /**
   * A part that is in the object store.
   *
   * @param etag what the store answered when it was sent
   */
  public record Part(@Nullable Long partNumber, @Nullable String etag) {}
}
