package dev.millrace.spark;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file, a folder or a pattern of them, on any file system that Spark knows. */
record Place(Path path, Configuration configuration) {

  /** With its scheme, and from the root. */
  static Place of(String text, Configuration configuration) throws IOException {
    Path path = new Path(text);
    return new Place(path.getFileSystem(configuration).makeQualified(path), configuration);
  }

  boolean exists() throws IOException {
    return path.getFileSystem(configuration).exists(path);
  }

  /** Takes away what is there, with all that it holds. */
  void delete() throws IOException {
    boolean unused = path.getFileSystem(configuration).delete(path, true);
  }

  /** Whether one is the other, or lies in it. */
  boolean overlaps(Place other) {
    String mine = path + "/";
    String its = other.path + "/";
    return mine.startsWith(its) || its.startsWith(mine);
  }

  String name() {
    return path.getName();
  }

  private String scheme() {
    return String.valueOf(path.toUri().getScheme());
  }

  /** As MLflow calls such sources. */
  String sourceType() {
    return switch (scheme()) {
      case "file" -> "local";
      case "s3a" -> "s3";
      default -> scheme();
    };
  }

  /** As {@code millrace score} writes it for the same place. */
  String uri() {
    URI uri = path.toUri();
    return switch (scheme()) {
      case "file" -> "file://" + uri.getRawPath();
      case "s3a" -> "s3://" + uri.getRawAuthority() + uri.getRawPath();
      default -> uri.toString();
    };
  }
}
