package dev.millrace.tracking.export;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.ExportRuns;
import dev.millrace.core.tracking.ExportRuns.Format;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunView;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.ViewType;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.column.ColumnService;
import dev.millrace.tracking.column.LoggedKeys;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.grid.GridService;
import dev.millrace.tracking.run.RunSearchService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of exports. Runs are read page by page, each in a transaction of its own, so no
 * transaction is open while a slow reader reads, and no more than one page is in memory.
 */
@ApplicationScoped
public class ExportService {

  /** Few enough for runs with thousands of keys. */
  private static final int RUNS_A_PAGE = 250;

  private static final int MAX_EXPERIMENTS = 1_000;
  private static final int MAX_COLUMNS = 10_000;

  private final ExperimentService experiments;
  private final RunSearchService runs;
  private final ColumnService columns;
  private final GridService grid;

  ExportService(
      ExperimentService experiments,
      RunSearchService runs,
      ColumnService columns,
      GridService grid) {
    this.experiments = experiments;
    this.runs = runs;
    this.columns = columns;
    this.grid = grid;
  }

  /**
   * Checks a request and reads its first page: what is wrong with it is told before anything is
   * sent.
   */
  public RunExport begin(ExportRuns request) {
    List<String> ids = Require.listOrEmpty(request.experimentIds());
    if (ids.isEmpty()) {
      Require.text(null, "experiment_ids");
    }
    checkCount("experiment_ids", ids.size(), MAX_EXPERIMENTS);
    checkCount("columns", Require.listOrEmpty(request.columns()).size(), MAX_COLUMNS);
    List<RunColumn> chosen =
        Require.listOrEmpty(request.columns()).stream().distinct().map(RunColumn::of).toList();
    ids.forEach(experiments::requireExperiment);
    boolean csv = request.format() != Format.JSONL;
    RunView view =
        !chosen.isEmpty()
                && chosen.stream().allMatch(c -> c.isCell() || c.kind() == RunColumn.Kind.ATTRIBUTE)
            ? RunView.INFO
            : RunView.FULL;
    List<RunColumn> written =
        csv && chosen.isEmpty() ? everyColumn(ids, request.runViewType()) : chosen;
    AskedCells cells = new AskedCells(grid, written);
    Page<ExportedRun> first = cells.of(page(request, view, null));
    RunLines lines =
        csv ? new CsvLines(written, Boolean.TRUE.equals(request.exact())) : new JsonLines(written);
    String name = ids.size() == 1 ? "runs-" + ids.get(0) : "runs";
    return new RunExport(
        name + (csv ? ".csv" : ".jsonl"),
        lines,
        first,
        token -> cells.of(page(request, view, token)));
  }

  private Page<Run> page(ExportRuns request, RunView view, @Nullable String token) {
    return runs.searchRuns(
        new SearchRuns(
            request.experimentIds(),
            request.filter(),
            request.runViewType(),
            RUNS_A_PAGE,
            request.orderBy(),
            token,
            view));
  }

  private List<RunColumn> everyColumn(List<String> ids, @Nullable ViewType view) {
    LoggedKeys keys =
        columns.keysOfRuns(
            ids.stream().map(ExperimentService::parseId).toArray(Long[]::new),
            view == null ? ViewType.ACTIVE_ONLY : view);
    return RunColumn.all(keys.metrics(), keys.params(), keys.tags());
  }

  private static void checkCount(String name, int count, int most) {
    if (count > most) {
      throw MlflowException.invalidParameter(
          "An export takes at most " + most + " " + name + ". Got " + count + ".");
    }
  }
}
