package dev.millrace.batch;

import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** A table in Parquet, whose positions are rows; each becomes an object of JSON. */
final class ParquetInput implements RowInput {

  private final Path file;
  private final MessageType schema;
  private final ParquetColumns columns;
  private final long rows;
  private @Nullable String sha256;

  /**
   * Reads the footer.
   *
   * @throws ScoringException where it is no Parquet, or has a column that rows cannot have
   */
  ParquetInput(Path file) throws IOException {
    this.file = file;
    try (ParquetFileReader reader = open()) {
      this.schema = reader.getFooter().getFileMetaData().getSchema();
      this.rows = reader.getRecordCount();
    } catch (RuntimeException e) {
      throw broken(e);
    }
    this.columns = ParquetColumns.of(schema);
  }

  private ParquetFileReader open() throws IOException {
    return ParquetFileReader.open(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build());
  }

  private static ScoringException broken(RuntimeException e) {
    return new ScoringException("The input is no Parquet that can be read: " + e.getMessage());
  }

  ParquetColumns columns() {
    return columns;
  }

  @Override
  public Records from(long position, long line) throws IOException {
    Rows found = new Rows(open());
    try {
      found.skipTo(position);
      return found;
    } catch (IOException | RuntimeException e) {
      found.close();
      throw e;
    }
  }

  /** Of the whole file, which is read for it once. */
  @Override
  public String hashUpTo(long position) throws IOException {
    String known = sha256;
    if (known == null) {
      known = Sha256.hex(Sha256.of(file));
      sha256 = known;
    }
    return known;
  }

  @Override
  public long size() {
    return rows;
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void close() {
    // Nothing is open but what from() gave away.
  }

  /** Rows as objects of JSON. */
  private final class Rows implements Records {

    private final ParquetRows rows;

    Rows(ParquetFileReader reader) {
      this.rows = new ParquetRows(reader, schema);
    }

    void skipTo(long start) throws IOException {
      try {
        rows.skipTo(start);
      } catch (RuntimeException e) {
        throw broken(e);
      }
    }

    @Override
    public @Nullable RawRecord next() throws IOException {
      Group row;
      try {
        row = rows.next();
      } catch (RuntimeException e) {
        throw broken(e);
      }
      if (row == null) {
        return null;
      }
      byte[] content = columns.read(row).toString().getBytes(StandardCharsets.UTF_8);
      return new RawRecord(rows.position(), content, rows.position(), rows.position() + 1);
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
