package dev.millrace.batch;

import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
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

  /** Rows one after another, a row group in memory at a time. */
  private final class Rows implements Records {

    private final ParquetFileReader reader;
    private final MessageColumnIO io = new ColumnIOFactory().getColumnIO(schema);
    private @Nullable RecordReader<Group> group;
    private long leftInGroup;
    private long position;

    Rows(ParquetFileReader reader) {
      this.reader = reader;
    }

    void skipTo(long start) throws IOException {
      long behind = start;
      for (BlockMetaData block : reader.getRowGroups()) {
        if (behind < block.getRowCount()) {
          break;
        }
        behind -= block.getRowCount();
        reader.skipNextRowGroup();
      }
      position = start - behind;
      while (position < start && read() != null) {
        // Within its group a row is found behind the others alone.
      }
    }

    private @Nullable Group read() throws IOException {
      try {
        while (leftInGroup == 0) {
          PageReadStore pages = reader.readNextRowGroup();
          if (pages == null) {
            return null;
          }
          leftInGroup = pages.getRowCount();
          group = io.getRecordReader(pages, new GroupRecordConverter(schema));
        }
        leftInGroup--;
        position++;
        return group == null ? null : group.read();
      } catch (RuntimeException e) {
        throw broken(e);
      }
    }

    @Override
    public @Nullable RawRecord next() throws IOException {
      Group row = read();
      if (row == null) {
        return null;
      }
      byte[] content = columns.read(row).toString().getBytes(StandardCharsets.UTF_8);
      return new RawRecord(position, content, position, position + 1);
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
