package dev.millrace.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.jspecify.annotations.Nullable;

/**
 * A table in Parquet as the body of a request, such as {@code DataFrame.to_parquet()} gives it.
 *
 * <p>What it unpacks to is bounded, but the library reserves memory by numbers that a body made for
 * it can hold: bodies are for callers who can be trusted, and are read one at a time.
 */
public final class ParquetBody {

  private static final long MOST_INFLATED = 64 << 20;
  private static final int LARGEST_JSON = 16 << 20;
  private static final int MOST_GROUPS = 1_000;

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private static final ObjectMapper JSON = new ObjectMapper();

  private ParquetBody() {}

  /**
   * The rows as a JSON body of MLflow's scoring protocol: {@code {"dataframe_split": {"columns":
   * [...], "data": [[...], ...]}}}. Times are in ISO 8601, bytes in base64, numbers that are none
   * are the text that says so. What pandas says is the index is left out.
   *
   * @throws ScoringException where it is no Parquet, has a column that rows cannot have, or holds
   *     more than 16 MB of JSON; the message has nothing of the rows
   */
  public static byte[] asJson(byte[] parquet) {
    ONE_AT_A_TIME.lock();
    try {
      return read(parquet);
    } catch (ScoringException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new ScoringException("The body is no Parquet that can be read.");
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static byte[] read(byte[] parquet) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs(MOST_INFLATED))
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new BytesInputFile(parquet), options)) {
      requireWithin(parquet.length, reader.getRowGroups());
      FileMetaData table = reader.getFooter().getFileMetaData();
      return write(new ParquetRows(reader, table.getSchema()), columns(table));
    }
  }

  /** The library reserves the memory that the footer names before it reads. */
  private static void requireWithin(long length, List<BlockMetaData> groups) throws IOException {
    if (groups.size() > MOST_GROUPS) {
      throw new ScoringException("The body has more than " + MOST_GROUPS + " groups of rows.");
    }
    long left = length;
    for (BlockMetaData group : groups) {
      if (group.getRowCount() <= 0) {
        throw new IOException("A group has no rows.");
      }
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        long start = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        if (start < 0 || size < 0 || start > length - size || size > left) {
          throw new IOException("A column lies beyond the end, or over another one.");
        }
        left -= size;
      }
    }
  }

  private static List<ParquetColumn> columns(FileMetaData table) throws IOException {
    Set<String> index = index(table.getKeyValueMetaData().get("pandas"));
    return table.getSchema().getFields().stream()
        .filter(field -> !index.contains(field.getName()))
        .map(ParquetColumn::of)
        .toList();
  }

  /** The columns that are the index of a DataFrame; a mere count of rows is none. */
  private static Set<String> index(@Nullable String pandas) throws IOException {
    Set<String> names = new HashSet<>();
    if (pandas != null) {
      for (JsonNode column : JSON.readTree(pandas).path("index_columns")) {
        if (column.isTextual()) {
          names.add(column.textValue());
        }
      }
    }
    return names;
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
          requireSmall(body);
        }
        json.writeEndArray();
        requireSmall(body);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  private static void requireSmall(ByteArrayOutputStream body) {
    if (body.size() > LARGEST_JSON) {
      throw new ScoringException(
          "The rows of the body are more than " + (LARGEST_JSON >> 20) + " MB of JSON.");
    }
  }
}
