package dev.millrace.cli.reproduce;

import dev.millrace.core.data.DatasetSource;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.runrecord.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the data that a run read with what is there now, by the SHA-256 of the content. */
final class DataCheck {

  /** What became of one dataset. */
  enum Outcome {
    SAME,
    CHANGED,
    /** Its source is not a file that is there. */
    ABSENT,
    /** No SHA-256 was recorded: MLflow's own digests are not of the file. */
    UNHASHED
  }

  record Result(RunRecord.Data data, Outcome outcome, String place) {}

  private final List<Path> roots;

  /** Relative sources, and files that are not where they were, are looked for below the roots. */
  DataCheck(List<Path> roots) {
    this.roots = roots;
  }

  List<Result> check(List<RunRecord.Data> datasets) {
    return datasets.stream().map(this::check).toList();
  }

  private Result check(RunRecord.Data data) {
    String sha256 = data.sha256();
    if (sha256 == null) {
      return new Result(data, Outcome.UNHASHED, data.source());
    }
    List<Path> files = find(data.source());
    if (files.isEmpty()) {
      return new Result(data, Outcome.ABSENT, data.source());
    }
    // Which of them the code will read is its own matter: where it was, or beside the script.
    for (Path file : files) {
      if (!sha256(file).equals(sha256)) {
        return new Result(data, Outcome.CHANGED, file.toString());
      }
    }
    return new Result(data, Outcome.SAME, files.get(0).toString());
  }

  private List<Path> find(String source) {
    try {
      Path named = path(source);
      Stream<Path> below = roots.stream().flatMap(root -> findBelow(root, named).stream());
      return (named.isAbsolute() ? Stream.concat(below, Stream.of(named)) : below)
          .map(Path::normalize)
          .filter(Files::isRegularFile)
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /** Where a relative source leads from a root, or what else there ends as the source does. */
  private static Optional<Path> findBelow(Path root, Path source) {
    Path there = root.resolve(source);
    return !source.isAbsolute() && Files.isRegularFile(there)
        ? Optional.of(there)
        : DatasetSource.findBelow(root, source);
  }

  /** A source that is no JSON is a path or a URI as it is. */
  private static Path path(String source) {
    String uri = DatasetSource.location(source).orElse(source);
    try {
      return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String sha256(Path file) {
    try {
      return Sha256.hex(Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
