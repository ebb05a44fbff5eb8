package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ColumnSpec;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Data that a run used, known by the hash of its bytes.
 *
 * @param name what people call it
 * @param sha256 SHA-256 of the content, 64 lower-case hex digits
 * @param sourceType MLflow's kind of source: {@code local} for a file, {@code http} for a URL
 * @param source where the data came from: a file URI or a URL
 * @param columns its schema
 * @param rows number of rows, the header not counted
 */
public record Dataset(
    String name,
    String sha256,
    String sourceType,
    String source,
    List<ColumnSpec> columns,
    long rows) {

  /** Tag of a dataset input that holds the whole {@link #sha256}. */
  public static final String SHA256_TAG = "millrace.dataset.sha256";

  private static final int DIGEST_LENGTH = 32;

  /**
   * A CSV file in UTF-8 whose first record is the header, named after the file. It is read once, as
   * a stream.
   *
   * @throws UncheckedIOException where the file cannot be read
   */
  public static Dataset ofCsv(Path file) {
    String fileName = file.getFileName().toString();
    try (InputStream content = Files.newInputStream(file)) {
      return read(
          fileName.replaceFirst("(?i)\\.csv$", ""),
          content,
          "local",
          file.toAbsolutePath().normalize().toUri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** A CSV text in memory that came from a URL. */
  public static Dataset ofCsv(String name, byte[] content, String url) {
    try {
      return read(name, new ByteArrayInputStream(content), "http", url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same data under another name. */
  public Dataset named(String newName) {
    return new Dataset(newName, sha256, sourceType, source, columns, rows);
  }

  /**
   * MLflow's {@code digest}, which holds at most 36 characters: the first 32 hex digits (128 bits)
   * of {@link #sha256}. The whole hash goes into the profile and into {@link #SHA256_TAG}.
   */
  public String digest() {
    return sha256.substring(0, DIGEST_LENGTH);
  }

  String sourceJson() {
    return json(Map.of(sourceType.equals("http") ? "url" : "uri", source));
  }

  String schemaJson() {
    return json(Map.of("mlflow_colspec", columns.stream().map(Signature.Column::of).toList()));
  }

  String profileJson() {
    return json(new Profile(rows, rows * columns.size(), sha256));
  }

  private record Profile(long numRows, long numElements, String sha256) {}

  private static Dataset read(String name, InputStream content, String sourceType, String source)
      throws IOException {
    DigestInputStream hashed = new DigestInputStream(content, newSha256());
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(hashed, StandardCharsets.UTF_8));
    CsvProfile profile = CsvProfile.read(reader);
    hashed.transferTo(OutputStream.nullOutputStream());
    String hash = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    return new Dataset(name, hash, sourceType, source, profile.columns(), profile.rows());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static String json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is always JSON: " + value, e);
    }
  }
}
