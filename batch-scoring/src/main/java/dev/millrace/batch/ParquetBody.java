package dev.millrace.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;

/** A table in Parquet as the body of a request, such as {@code DataFrame.to_parquet()} gives it. */
public final class ParquetBody {

  /** A small body may say that it holds much more than the memory does. */
  private static final int LARGEST_PAGE = 16 << 20;

  private static final int LARGEST_JSON = 64 << 20;

  /** Pandas' index, where it is more than a count; it is no column of the DataFrame. */
  private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParquetBody() {}

  /**
   * The rows as a JSON body of MLflow's scoring protocol: {@code {"dataframe_split": {"columns":
   * [...], "data": [[...], ...]}}}. Times are in ISO 8601, numbers that are none are the text that
   * says so.
   *
   * @throws ScoringException where it is no Parquet, has a column that rows cannot have, or holds
   *     more than 64 MB of JSON; the message has nothing of the rows
   */
  public static byte[] asJson(byte[] parquet) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs(LARGEST_PAGE))
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new BytesInputFile(parquet), options)) {
      requireWithin(parquet.length, reader.getRowGroups());
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      return write(new ParquetRows(reader, schema), columns(schema));
    } catch (ScoringException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ScoringException("The body is no Parquet that can be read.");
    }
  }

  /** The library reserves the memory that the footer names before it reads. */
  private static void requireWithin(long length, List<BlockMetaData> groups) throws IOException {
    for (BlockMetaData group : groups) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        long start = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        if (start < 0 || size < 0 || start > length || size > length - start) {
          throw new IOException("A column lies beyond the end.");
        }
      }
    }
  }

  private static List<ParquetColumn> columns(MessageType schema) {
    return schema.getFields().stream()
        .filter(field -> !INDEX.matcher(field.getName()).matches())
        .map(ParquetColumn::of)
        .toList();
  }

  private static byte[] write(ParquetRows rows, List<ParquetColumn> columns) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeObjectFieldStart("dataframe_split");
      json.writeArrayFieldStart("columns");
      for (ParquetColumn column : columns) {
        json.writeString(column.name());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("data");
      for (Group row = rows.next(); row != null; row = rows.next()) {
        json.writeStartArray();
        for (ParquetColumn column : columns) {
          json.writeTree(column.read(row));
        }
        json.writeEndArray();
        if (body.size() > LARGEST_JSON) {
          throw new ScoringException(
              "The rows of the body are more than " + (LARGEST_JSON >> 20) + " MB of JSON.");
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    return body.toByteArray();
  }
}
