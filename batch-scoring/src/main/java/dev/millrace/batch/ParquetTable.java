package dev.millrace.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** A table in Parquet that is written row by row; it can be read when it is closed. */
public final class ParquetTable implements Closeable {

  private final MessageType schema;
  private final ParquetWriter<Group> writer;

  /** What the values of a column are. */
  public enum Kind {
    BOOLEAN,
    LONG,
    DOUBLE,
    TEXT,
    /** Milliseconds since the epoch. */
    MOMENT
  }

  /** A column, which may be without a value in any row. */
  public record Column(String name, Kind kind) {}

  /** Begins a file, in the place of one that is there. */
  public ParquetTable(Path file, List<Column> columns) throws IOException {
    this(
        file,
        new MessageType(
            "rows", columns.stream().map(column -> field(column.name(), column.kind())).toList()));
  }

  ParquetTable(Path file, MessageType schema) throws IOException {
    this.schema = schema;
    this.writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withType(schema)
            .build();
  }

  /** A column, which may be without a value in any row. */
  static Type field(String name, Kind kind) {
    return switch (kind) {
      case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
      case LONG -> Types.optional(PrimitiveTypeName.INT64).named(name);
      case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case TEXT ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case MOMENT ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
              .named(name);
    };
  }

  /** A row without values. */
  Group newRow() {
    return new SimpleGroup(schema);
  }

  void add(Group row) throws IOException {
    writer.write(row);
  }

  /** Adds a row, with a value or null for each column. */
  public void add(@Nullable Object... values) throws IOException {
    Group row = newRow();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Boolean flag) {
        row.add(i, flag);
      } else if (value instanceof Long number) {
        row.add(i, number);
      } else if (value instanceof Double number) {
        row.add(i, number);
      } else if (value instanceof String text) {
        row.add(i, Binary.fromString(text));
      } else if (value != null) {
        throw new IllegalArgumentException("no value of a table: " + value.getClass());
      }
    }
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
