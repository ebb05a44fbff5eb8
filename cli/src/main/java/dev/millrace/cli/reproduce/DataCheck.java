package dev.millrace.cli.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.runrecord.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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
      Path fileName = named.getFileName();
      if (fileName == null) {
        return List.of();
      }
      Stream<Path> below =
          roots.stream().map(root -> root.resolve(named.isAbsolute() ? fileName : named));
      return (named.isAbsolute() ? Stream.concat(below, Stream.of(named)) : below)
          .map(Path::normalize)
          .filter(Files::isRegularFile)
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  /** MLflow's sources are JSON with a {@code uri}, {@code url} or {@code path}, or plain text. */
  private static Path path(String source) {
    String uri = source;
    try {
      JsonNode json = MlflowJson.mapper().readTree(source);
      for (String field : List.of("uri", "url", "path")) {
        if (json.path(field).isTextual()) {
          uri = json.path(field).asText();
        }
      }
    } catch (JsonProcessingException e) {
      // A source that is a path or a URI as it is.
    }
    try {
      return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String sha256(Path file) {
    try (InputStream content = Files.newInputStream(file);
        DigestInputStream hashed =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      hashed.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
