package dev.millrace.core.artifact;

/**
 * What the artifacts take. Files of the same content share one object of the store.
 *
 * @param files that can be listed
 * @param bytes of those files
 * @param objects that hold them
 * @param storedBytes of those objects
 * @param savedBytes what the files would take beyond that without sharing
 * @param unreferencedObjects uploads under way, and what waits to be collected
 */
public record ArtifactUsage(
    long files,
    long bytes,
    long objects,
    long storedBytes,
    long savedBytes,
    long unreferencedObjects) {

  public static ArtifactUsage of(
      long files, long bytes, long objects, long storedBytes, long unreferencedObjects) {
    return new ArtifactUsage(
        files, bytes, objects, storedBytes, bytes - storedBytes, unreferencedObjects);
  }
}
