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

/** Writes requests to a file in JSON Lines, as the API shows them, and to one in Parquet. */
final class RequestFiles implements Closeable {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("endpoint", Kind.TEXT),
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
  private final BufferedWriter lines;
  private final ParquetTable table;
  private long requests;

  RequestFiles(String endpoint, Path jsonl, Path parquet) throws IOException {
    this.endpoint = endpoint;
    this.lines = Files.newBufferedWriter(jsonl);
    try {
      this.table = new ParquetTable(parquet, COLUMNS);
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  void add(LoggedRequest request) throws IOException {
    ObjectNode line = MlflowJson.mapper().createObjectNode().put("endpoint", endpoint);
    line.setAll((ObjectNode) MlflowJson.mapper().valueToTree(request));
    lines.write(line.toString());
    lines.write('\n');
    table.add(
        endpoint,
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
    requests++;
  }

  /** How many were added. */
  long requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    try (lines;
        table) {
      lines.flush();
    }
  }
}
