package dev.millrace.core.artifact;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins an upload whose parts the caller sends to the object store itself.
 *
 * @param path the caller's name for the file; its last part is the artifact's name
 * @param numParts 1 to 10,000
 */
public record CreateMultipartUpload(@Nullable String path, @Nullable Long numParts) {

  public record Response(String uploadId, List<Credential> credentials) {}

  /** Where one part goes, and the headers it is to carry. */
  public record Credential(String url, int partNumber, Map<String, String> headers) {}
}
