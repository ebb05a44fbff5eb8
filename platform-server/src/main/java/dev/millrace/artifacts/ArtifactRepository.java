package dev.millrace.artifacts;

import dev.millrace.core.stream.AnswerBody;
import dev.millrace.core.stream.StreamedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps bytes under keys that the server made up. It knows nothing of paths, visibility or hashes:
 * those are the manifest's. A key is written once and never changed. Objects that lie there under
 * other names, as another server left them, can be listed, read and removed.
 *
 * <p>Every method throws {@link IOException} where the store cannot be used right now.
 */
interface ArtifactRepository {

  /** An object as the store lists it. */
  record ListedObject(String key, long sizeBytes) {}

  /**
   * Stores all bytes of the stream, durably: when it returns, they survive a crash, and the store
   * has checked that they are those it was sent. It reads the stream once, holding a bounded part
   * of it in memory. Where it throws, it has removed what it wrote as far as the store let it.
   *
   * @param length of the stream, where it is known; a stream that has less fails
   */
  void write(String objectKey, InputStream content, OptionalLong length) throws IOException;

  /**
   * Opens the whole object; the caller closes the stream, at any point.
   *
   * @throws java.io.FileNotFoundException where there is no such object
   */
  InputStream read(String objectKey) throws IOException;

  /**
   * Opens {@code length} bytes from {@code offset} on; the caller closes the stream, at any point.
   *
   * @param length at least 1; offset and length together stay inside the object
   * @throws java.io.FileNotFoundException where there is no such object
   */
  InputStream read(String objectKey, long offset, long length) throws IOException;

  /**
   * Opens a whole object, or a part of one as {@link #read}, as the body of an answer that is
   * verified while it is sent.
   */
  default AnswerBody body(String objectKey, long offset, long length, Verification verification)
      throws IOException {
    return StreamedBody.copyOf(new VerifiedStream(read(objectKey, offset, length), verification));
  }

  /** Whether there is an object of that key and size. */
  boolean holds(String objectKey, long sizeBytes) throws IOException;

  /** Removes the object; an absent one is fine. */
  void remove(String objectKey) throws IOException;

  /**
   * Objects in the order of their keys, compared by code point.
   *
   * @param prefix of their keys
   * @param after the key behind which to begin; empty for the first one
   */
  List<ListedObject> list(String prefix, String after, int limit) throws IOException;

  /** How callers exchange bytes with the store themselves; empty where they cannot. */
  default Optional<S3DirectTransfers> directTransfers() {
    return Optional.empty();
  }
}
