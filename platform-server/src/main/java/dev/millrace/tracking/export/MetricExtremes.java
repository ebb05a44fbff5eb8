package dev.millrace.tracking.export;

import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunValues;
import dev.millrace.tracking.grid.GridService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The least and greatest values of metrics that an export is asked for, read page by page. */
final class MetricExtremes {

  /** With the runs of a page no more values than one question of the grid takes. */
  private static final int COLUMNS_AT_ONCE = 200;

  private final GridService grid;
  private final List<RunColumn> columns;

  MetricExtremes(GridService grid, List<RunColumn> chosen) {
    this.grid = grid;
    this.columns = chosen.stream().filter(RunColumn::isExtreme).toList();
  }

  /** The runs of a page with their values; what a run does not have is not in its map. */
  Page<ExportedRun> of(Page<Run> page) {
    Map<String, Map<RunColumn, Object>> found = new HashMap<>();
    List<String> runIds = page.items().stream().map(run -> run.info().runId()).toList();
    if (!runIds.isEmpty()) {
      for (int from = 0; from < columns.size(); from += COLUMNS_AT_ONCE) {
        read(
            runIds, columns.subList(from, Math.min(columns.size(), from + COLUMNS_AT_ONCE)), found);
      }
    }
    return new Page<>(
        page.items().stream()
            .map(run -> new ExportedRun(run, found.getOrDefault(run.info().runId(), Map.of())))
            .toList(),
        page.nextPageToken());
  }

  private void read(
      List<String> runIds, List<RunColumn> part, Map<String, Map<RunColumn, Object>> found) {
    List<String> fields = part.stream().map(RunColumn::extremeField).toList();
    for (RunValues.Row row : grid.values(new RunValues(runIds, fields)).runs()) {
      Map<RunColumn, Object> ofRun = found.computeIfAbsent(row.runId(), id -> new HashMap<>());
      for (int i = 0; i < part.size(); i++) {
        Object value = row.values().get(i);
        if (value != null) {
          ofRun.put(part.get(i), value);
        }
      }
    }
  }
}
