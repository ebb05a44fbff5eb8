package dev.millrace.tracking.export;

import dev.millrace.core.data.SpreadsheetText;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table by RFC 4180: one heading, CRLF, UTF-8. What a run does not have is an empty field, an
 * empty text is {@code ""}.
 *
 * <p>A text that a spreadsheet would run as a formula is written behind an apostrophe, which the
 * spreadsheet takes for "this is text", unless exact texts are asked for.
 */
final class CsvLines implements RunLines {

  private static final String LINE_END = "\r\n";

  private final List<RunColumn> columns;
  private final Map<RunColumn, Integer> places = new HashMap<>();
  private final boolean exact;
  private final @Nullable String[] cells;

  CsvLines(List<RunColumn> columns, boolean exact) {
    this.columns = columns;
    this.exact = exact;
    this.cells = new @Nullable String[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i), i);
    }
  }

  @Override
  public String contentType() {
    return "text/csv; charset=utf-8; header=present";
  }

  @Override
  public void writeHeading(Writer out) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).name();
    }
    writeCells(out);
  }

  @Override
  public void write(ExportedRun exported, Writer out) throws IOException {
    Run run = exported.run();
    Arrays.fill(cells, null);
    put(run.info());
    for (Metric metric : run.data().metrics()) {
      put(RunColumn.Kind.METRIC, metric.key(), String.valueOf(metric.value()));
    }
    run.data().params().forEach(p -> put(RunColumn.Kind.PARAM, p.key(), safe(p.value())));
    run.data().tags().forEach(t -> put(RunColumn.Kind.TAG, t.key(), safe(t.value())));
    exported
        .cells()
        .forEach(
            (column, value) ->
                put(
                    column.kind(),
                    column.key(),
                    value instanceof String text ? safe(text) : String.valueOf(value)));
    writeCells(out);
  }

  private void put(RunInfo info) {
    attribute("run_id", info.runId());
    attribute("run_name", safe(info.runName()));
    attribute("experiment_id", info.experimentId());
    attribute("user_id", safe(info.userId()));
    attribute("status", info.status().name());
    attribute("start_time", Long.toString(info.startTime()));
    attribute("end_time", info.endTime() == null ? null : Long.toString(info.endTime()));
    attribute("artifact_uri", info.artifactUri());
    attribute("lifecycle_stage", info.lifecycleStage());
  }

  private void attribute(String key, @Nullable String cell) {
    put(RunColumn.Kind.ATTRIBUTE, key, cell);
  }

  /** A key that came up after the heading was written has no column. */
  private void put(RunColumn.Kind kind, @Nullable String key, @Nullable String cell) {
    Integer place = key == null ? null : places.get(new RunColumn(kind, key));
    if (place != null) {
      cells[place] = cell;
    }
  }

  private @Nullable String safe(@Nullable String text) {
    return exact ? text : SpreadsheetText.safe(text);
  }

  private void writeCells(Writer out) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      String cell = cells[i];
      if (cell != null) {
        out.write(quoted(cell));
      }
    }
    out.write(LINE_END);
  }

  private static String quoted(String cell) {
    boolean plain = !cell.isEmpty() && cell.chars().noneMatch(c -> c == '"' || c == ',' || c < ' ');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
