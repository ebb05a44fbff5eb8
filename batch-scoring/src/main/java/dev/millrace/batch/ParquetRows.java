package dev.millrace.batch;

import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Rows of a table in Parquet one after another, a row group in memory at a time. */
final class ParquetRows implements Closeable {

  private final ParquetFileReader reader;
  private final MessageType schema;
  private final MessageColumnIO io;
  private @Nullable RecordReader<Group> group;
  private long leftInGroup;
  private long position;

  ParquetRows(ParquetFileReader reader, MessageType schema) {
    this.reader = reader;
    this.schema = schema;
    this.io = new ColumnIOFactory().getColumnIO(schema);
  }

  /** How many rows lie before the next one. */
  long position() {
    return position;
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
    while (position < start && next() != null) {
      // Within its group a row is found behind the others alone.
    }
  }

  /** Null behind the last; throws what the library throws at files that are broken. */
  @Nullable Group next() throws IOException {
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
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
