package dev.millrace.tracking.export;

import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunValues;
import dev.millrace.tracking.grid.GridService;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an export is asked for and a search does not tell, read page by page as the table's cells
 * are.
 */
final class AskedCells {

  /** With the runs of a page no more values than one question of the grid takes. */
  private static final int COLUMNS_AT_ONCE = 200;

  private final GridService grid;
  private final List<RunColumn> columns;

  AskedCells(GridService grid, List<RunColumn> asked) {
    this.grid = grid;
    this.columns = asked.stream().filter(RunColumn::isCell).toList();
  }

  /** The runs of a page with their cells; what a run does not have is not in its map. */
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
    List<String> fields = part.stream().map(RunColumn::cellField).toList();
    for (RunValues.Row row : grid.values(new RunValues(runIds, fields)).runs()) {
      Map<RunColumn, Object> ofRun =
          found.computeIfAbsent(row.runId(), id -> new LinkedHashMap<>());
      for (int i = 0; i < part.size(); i++) {
        Object value = row.values().get(i);
        if (value != null) {
          ofRun.put(part.get(i), value);
        }
      }
    }
  }
}
