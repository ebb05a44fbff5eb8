package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DatasetSketch;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.tracking.InputTag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Data that a run used, known by hashes of its content, which docs/data-hashes.md defines. All of
 * it is found out in one pass, in the same memory for any size.
 *
 * @param name what people call it
 * @param sha256 SHA-256 of the bytes, 64 lower-case hex digits; absent for a table that is no file
 * @param sourceType MLflow's kind of source: {@code local} for a file, {@code http} for a URL,
 *     {@code code} for a table that a program made
 * @param source where the data came from: a file URI or a URL; empty for {@code code}
 * @param table what is known of it as a table; absent for a file that is none
 */
public record Dataset(
    String name,
    @Nullable String sha256,
    String sourceType,
    String source,
    @Nullable TableSummary table) {

  /** Tag of a dataset input that holds the whole {@link #sha256}. */
  public static final String SHA256_TAG = "millrace.dataset.sha256";

  /** Tag of a dataset input that holds the whole {@link TableSummary#orderedHash}. */
  public static final String ORDERED_TAG = "millrace.dataset.ordered";

  /** Tag of a dataset input that holds the whole {@link TableSummary#unorderedHash}. */
  public static final String UNORDERED_TAG = "millrace.dataset.unordered";

  private static final int DIGEST_LENGTH = 32;
  private static final int QUANTILES_OF_PROFILE = 5;
  private static final int BUFFER = 1 << 17;
  private static final long ROWS_A_STEP = 1 << 12;

  /** One of the two hashes is there. */
  public Dataset {
    if (sha256 == null && table == null) {
      throw new IllegalArgumentException("Dataset '" + name + "' has no hash.");
    }
  }

  /**
   * A CSV file in UTF-8 whose first record is the header, named after the file. It is read once, as
   * a stream; a large one shows its progress where there is a terminal.
   *
   * @throws UncheckedIOException where the file cannot be read
   * @throws MalformedDataException where a record has more or fewer fields than the header, a quote
   *     is not closed or a byte is not of UTF-8; it names the line
   */
  public static Dataset ofCsv(Path file) {
    return ofCsv(file, Progress.onTerminal(fileName(file)));
  }

  /** As {@link #ofCsv(Path)}, telling its progress in bytes. */
  public static Dataset ofCsv(Path file, Progress progress) {
    try (InputStream content = Files.newInputStream(file)) {
      CsvContent csv = CsvContent.read(file.toString(), content, Files.size(file), progress);
      return new Dataset(
          fileName(file).replaceFirst("(?i)\\.csv$", ""),
          csv.sha256(),
          "local",
          uri(file),
          csv.table());
    } catch (IOException e) {
      throw unreadable(file, e);
    } finally {
      progress.ended();
    }
  }

  /** A CSV text in memory that came from a URL. */
  public static Dataset ofCsv(String name, byte[] content, String url) {
    try (InputStream stream = new ByteArrayInputStream(content)) {
      CsvContent csv = CsvContent.read(name, stream, content.length, Progress.NONE);
      return new Dataset(name, csv.sha256(), "http", url, csv.table());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file of any kind, of which only the bytes are hashed.
   *
   * @throws UncheckedIOException where the file cannot be read
   */
  public static Dataset ofFile(Path file) {
    return ofFile(file, Progress.onTerminal(fileName(file)));
  }

  /** As {@link #ofFile(Path)}, telling its progress in bytes. */
  public static Dataset ofFile(Path file, Progress progress) {
    try (InputStream content = Files.newInputStream(file)) {
      long size = Files.size(file);
      MessageDigest digest = Sha256.newDigest();
      byte[] buffer = new byte[BUFFER];
      long done = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
        done += read;
        progress.advanced(done, size);
      }
      return new Dataset(fileName(file), Sha256.hex(digest), "local", uri(file), null);
    } catch (IOException e) {
      throw unreadable(file, e);
    } finally {
      progress.ended();
    }
  }

  /**
   * A table in memory or from a database. Its rows are read once, one after the other, and need not
   * all be there at a time; many show their progress where there is a terminal.
   *
   * @param columns their names in order
   * @param rows each with a value, or null, for every column; of the types that {@link
   *     dev.millrace.core.data.CanonicalText} knows
   * @throws IllegalArgumentException where a row has more or fewer values or one of another type;
   *     it names the row
   */
  public static Dataset ofTable(
      String name, List<String> columns, Iterator<? extends List<?>> rows) {
    return ofTable(name, columns, rows, Progress.ofRowsOnTerminal(name));
  }

  /** As {@link #ofTable(String, List, Iterator)}. */
  public static Dataset ofTable(
      String name, List<String> columns, Iterable<? extends List<?>> rows) {
    return ofTable(name, columns, rows.iterator());
  }

  /** As {@link #ofTable(String, List, Iterator)}; the stream is used up. */
  public static Dataset ofTable(String name, List<String> columns, Stream<? extends List<?>> rows) {
    return ofTable(name, columns, rows.iterator());
  }

  /** As {@link #ofTable(String, List, Iterator)}, telling its progress in rows. */
  public static Dataset ofTable(
      String name, List<String> columns, Iterator<? extends List<?>> rows, Progress progress) {
    try {
      return new Dataset(name, null, "code", "", scan(name, columns, rows, progress));
    } finally {
      progress.ended();
    }
  }

  private static TableSummary scan(
      String name, List<String> columns, Iterator<? extends List<?>> rows, Progress progress) {
    TableScan scan = new TableScan(columns);
    long row = 0;
    while (rows.hasNext()) {
      List<?> values = rows.next();
      row++;
      if (values.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Row %d of '%s' has %d values for %d columns."
                .formatted(row, name, values.size(), columns.size()));
      }
      try {
        int column = 0;
        for (Object value : values) {
          scan.addValue(column++, value);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Row %d of '%s': %s".formatted(row, name, e.getMessage()), e);
      }
      scan.endRow();
      if (row % ROWS_A_STEP == 0) {
        progress.advanced(row, Progress.UNKNOWN);
      }
    }
    progress.advanced(row, row);
    return scan.finish();
  }

  /** The same data under another name. */
  public Dataset named(String newName) {
    return new Dataset(newName, sha256, sourceType, source, table);
  }

  /** Its schema; empty for a file that is no table. */
  public List<ColumnSpec> columns() {
    return table == null ? List.of() : table.schema();
  }

  /** Number of rows, the header not counted; 0 for a file that is no table. */
  public long rows() {
    return table == null ? 0 : table.rows();
  }

  /**
   * MLflow's {@code digest}, which holds at most 36 characters: the first 32 hex digits (128 bits)
   * of {@link #sha256}, or of the ordered hash of a table that is no file. The whole hashes go into
   * the profile and into tags of the input.
   */
  public String digest() {
    return hash().substring(0, DIGEST_LENGTH);
  }

  private String hash() {
    if (sha256 != null) {
      return sha256;
    }
    return Objects.requireNonNull(table).orderedHash();
  }

  /** The tags of an input that hold the whole hashes. */
  List<InputTag> hashTags() {
    List<InputTag> tags = new ArrayList<>();
    if (sha256 != null) {
      tags.add(new InputTag(SHA256_TAG, sha256));
    }
    if (table != null) {
      tags.add(new InputTag(ORDERED_TAG, table.orderedHash()));
      tags.add(new InputTag(UNORDERED_TAG, table.unorderedHash()));
    }
    return tags;
  }

  /** What a server needs to compare it with other data; empty for a file that is no table. */
  Optional<DatasetSketch> sketch(String context) {
    return Optional.ofNullable(table)
        .map(
            known ->
                new DatasetSketch(
                    name,
                    digest(),
                    context,
                    known.rows(),
                    known.profile(),
                    Base64.getEncoder().encodeToString(known.rowSketch().bytes())));
  }

  String sourceJson() {
    return switch (sourceType) {
      case "http" -> json(Map.of("url", source));
      case "code" -> json(Map.of("tags", Map.of()));
      default -> json(Map.of("uri", source));
    };
  }

  @Nullable String schemaJson() {
    return table == null
        ? null
        : json(Map.of("mlflow_colspec", columns().stream().map(Signature.Column::of).toList()));
  }

  String profileJson() {
    if (table == null) {
      return json(new Profile(null, null, sha256, null, null, List.of()));
    }
    return json(
        new Profile(
            rows(),
            rows() * columns().size(),
            sha256,
            table.orderedHash(),
            table.unorderedHash(),
            table.profile().stream()
                .map(column -> column.withQuantiles(QUANTILES_OF_PROFILE))
                .toList()));
  }

  private record Profile(
      @Nullable Long numRows,
      @Nullable Long numElements,
      @Nullable String sha256,
      @Nullable String orderedSha256,
      @Nullable String unorderedSha256,
      List<ColumnProfile> columns) {}

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String uri(Path file) {
    return file.toAbsolutePath().normalize().toUri().toString();
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    String reason =
        e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    return new UncheckedIOException("Cannot read " + file + ": " + reason, e);
  }

  private static String json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is always JSON: " + value, e);
    }
  }
}
