package dev.millrace.artifacts;

import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps bytes under keys that the server made up. It knows nothing of paths, visibility or hashes:
 * those are the manifest's. A key is written once and never changed.
 *
 * <p>Every method throws {@link IOException} where the store cannot be used right now.
 */
interface ArtifactRepository {

  /**
   * Stores all bytes of the stream, durably: when it returns, they survive a crash. It reads the
   * stream once, holding a bounded part of it in memory. Where it throws, it has removed what it
   * wrote as far as the store let it.
   */
  void write(String objectKey, InputStream content) throws IOException;

  /**
   * Opens {@code length} bytes from {@code offset} on; the caller closes the stream, at any point.
   *
   * @param length at least 1; offset and length together stay inside the object
   * @throws java.io.FileNotFoundException where there is no such object
   */
  InputStream read(String objectKey, long offset, long length) throws IOException;

  /** Removes the object; an absent one is fine. */
  void remove(String objectKey) throws IOException;
}
