package dev.millrace.tracking.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One run a line, as a search answers with it. */
final class JsonLines implements RunLines {

  private static final ObjectWriter JSON =
      MlflowJson.mapper().writer().without(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

  private final Map<RunColumn.Kind, Set<String>> chosen = new EnumMap<>(RunColumn.Kind.class);
  private final boolean all;

  /** What of the logged data is written; all of it where nothing is chosen. */
  JsonLines(List<RunColumn> columns) {
    all = columns.isEmpty();
    for (RunColumn.Kind kind : RunColumn.Kind.values()) {
      chosen.put(kind, new HashSet<>());
    }
    columns.forEach(column -> keys(column.kind()).add(column.key()));
  }

  @Override
  public String contentType() {
    return "application/jsonl; charset=utf-8";
  }

  @Override
  public void writeHeading(Writer out) {}

  @Override
  public void write(ExportedRun exported, Writer out) throws IOException {
    Run run = all ? exported.run() : narrowed(exported.run());
    JSON.writeValue(out, exported.cells().isEmpty() ? run : withCells(run, exported));
    out.write('\n');
  }

  /** Beside what a search answers with, by the names of their columns. */
  private static ObjectNode withCells(Run run, ExportedRun exported) {
    ObjectNode line = MlflowJson.mapper().valueToTree(run);
    ObjectNode cells = line.putObject("cells");
    exported.cells().forEach((column, value) -> cells.putPOJO(column.name(), value));
    return line;
  }

  private Run narrowed(Run run) {
    RunData data = run.data();
    return new Run(
        run.info(),
        new RunData(
            kept(data.metrics(), RunColumn.Kind.METRIC, metric -> String.valueOf(metric.key())),
            kept(data.params(), RunColumn.Kind.PARAM, param -> String.valueOf(param.key())),
            kept(data.tags(), RunColumn.Kind.TAG, tag -> String.valueOf(tag.key()))),
        run.inputs(),
        run.outputs());
  }

  private <T> List<T> kept(List<T> logged, RunColumn.Kind kind, Function<T, String> key) {
    Set<String> keys = keys(kind);
    return logged.stream().filter(entry -> keys.contains(key.apply(entry))).toList();
  }

  private Set<String> keys(RunColumn.Kind kind) {
    return chosen.getOrDefault(kind, Set.of());
  }
}
