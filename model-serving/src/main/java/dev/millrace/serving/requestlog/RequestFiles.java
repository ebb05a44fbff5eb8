package dev.millrace.serving.requestlog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.batch.ParquetTable;
import dev.millrace.batch.ParquetTable.Column;
import dev.millrace.batch.ParquetTable.Kind;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.LoggedRequest;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests to a file in JSON Lines, as the API shows them, to one in Parquet, or to both.
 */
final class RequestFiles implements Closeable {

  /** Without the endpoint, which is in the path: pyarrow refuses a partition that is a column. */
  private static final List<Column> COLUMNS =
      List.of(
          new Column("request_id", Kind.TEXT),
          new Column("at", Kind.MOMENT),
          new Column("variant", Kind.TEXT),
          new Column("version", Kind.TEXT),
          new Column("protocol", Kind.TEXT),
          new Column("content_type", Kind.TEXT),
          new Column("latency_millis", Kind.DOUBLE),
          new Column("error_code", Kind.TEXT),
          new Column("body_bytes", Kind.LONG),
          new Column("body", Kind.TEXT),
          new Column("body_note", Kind.TEXT),
          new Column("redacted", Kind.BOOLEAN),
          new Column("answer", Kind.TEXT),
          new Column("answer_note", Kind.TEXT));

  private final String endpoint;
  private final @Nullable BufferedWriter lines;
  private final @Nullable ParquetTable table;
  private long requests;

  /** To the files that are named; null is none. */
  RequestFiles(String endpoint, @Nullable Path jsonl, @Nullable Path parquet) throws IOException {
    this.endpoint = endpoint;
    this.lines = jsonl == null ? null : Files.newBufferedWriter(jsonl);
    try {
      this.table = parquet == null ? null : new ParquetTable(parquet, COLUMNS);
    } catch (IOException | RuntimeException e) {
      if (lines != null) {
        lines.close();
      }
      throw e;
    }
  }

  void add(LoggedRequest request) throws IOException {
    if (lines != null) {
      addLine(lines, request);
    }
    if (table != null) {
      addRow(table, request);
    }
    requests++;
  }

  private void addLine(BufferedWriter lines, LoggedRequest request) throws IOException {
    ObjectNode line = MlflowJson.mapper().createObjectNode().put("endpoint", endpoint);
    line.setAll((ObjectNode) MlflowJson.mapper().valueToTree(request));
    lines.write(line.toString());
    lines.write('\n');
  }

  private void addRow(ParquetTable table, LoggedRequest request) throws IOException {
    table.add(
        request.requestId(),
        request.at(),
        request.variant(),
        request.version(),
        request.protocol().name(),
        request.contentType(),
        request.latencyMillis(),
        request.errorCode(),
        request.bodyBytes(),
        request.body(),
        request.bodyNote(),
        request.redacted(),
        request.answer(),
        request.answerNote());
  }

  /** How many were added. */
  long requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    try (lines;
        table) {
      if (lines != null) {
        lines.flush();
      }
    }
  }
}
