package dev.millrace.tracking.column;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.Column;
import dev.millrace.core.tracking.ListColumns;
import dev.millrace.core.tracking.ViewType;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the catalogue of columns. */
@ApplicationScoped
public class ColumnService {

  /** A page reads so many keys of every run that is looked at, so both are bounded. */
  private static final int MAX_RESULTS = 200;

  private static final int DEFAULT_MAX_RESULTS = 100;
  private static final int RUNS_A_STEP = 2_000;

  private final ExperimentService experiments;
  private final ColumnStore columns;
  private final MetricInbox inbox;

  ColumnService(ExperimentService experiments, ColumnStore columns, MetricInbox inbox) {
    this.experiments = experiments;
    this.columns = columns;
    this.inbox = inbox;
  }

  /** One page of the columns of an experiment. */
  public ListColumns.Response listColumns(String experimentId, ListColumns request) {
    long id = ExperimentService.parseId(experimentId);
    int size = checkedSize(request.maxResults());
    String scope =
        "columns " + id + request.kind() + request.prefix() + request.contains() + view(request);
    Place after = Place.of(request.pageToken(), scope);
    experiments.requireExperiment(experimentId);
    inbox.settleExperiments(new Long[] {id});
    ColumnStore.Runs runs = columns.lookAt(id, view(request).stages());
    List<Column> found = new ArrayList<>();
    for (Column.Kind kind : kinds(request)) {
      int missing = size + 1 - found.size();
      if (missing > 0 && kind.compareTo(after.kind()) >= 0) {
        String afterKey = kind == after.kind() ? after.key() : "";
        found.addAll(
            columns.columns(
                kind,
                runs,
                new ColumnStore.Keys(
                    afterKey, text(request.prefix()), text(request.contains()), missing)));
      }
    }
    boolean more = found.size() > size;
    List<Column> page = more ? found.subList(0, size) : found;
    return new ListColumns.Response(
        page,
        runs.count(),
        runs.complete(),
        more ? Place.after(page.get(size - 1)).encode(scope) : null);
  }

  /**
   * The keys of everything that was logged to the runs of these experiments. It reads the runs in
   * steps, so that no statement takes long.
   */
  public LoggedKeys keysOfRuns(Long[] experimentIds, ViewType view) {
    inbox.settleExperiments(experimentIds);
    LoggedKeys keys = new LoggedKeys();
    long runKey = 0;
    do {
      runKey = columns.addKeys(experimentIds, view.stages(), runKey, RUNS_A_STEP, keys);
    } while (runKey > 0);
    return keys;
  }

  private static Set<Column.Kind> kinds(ListColumns request) {
    List<Column.Kind> asked = Require.listOrEmpty(request.kind());
    return asked.isEmpty() ? EnumSet.allOf(Column.Kind.class) : EnumSet.copyOf(asked);
  }

  private static ViewType view(ListColumns request) {
    return request.viewType() == null ? ViewType.ACTIVE_ONLY : request.viewType();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static int checkedSize(@Nullable Integer maxResults) {
    int size = maxResults == null ? DEFAULT_MAX_RESULTS : maxResults;
    if (size < 1 || size > MAX_RESULTS) {
      throw Require.invalidValueBare(
          "max_results", Integer.toString(size), "It must be between 1 and " + MAX_RESULTS + ".");
    }
    return size;
  }

  /** The column that the last page ended with. */
  private record Place(Column.Kind kind, String key) {

    static Place of(@Nullable String token, String scope) {
      if (token == null || token.isEmpty()) {
        return new Place(Column.Kind.ATTRIBUTE, "");
      }
      List<Object> keys = PageToken.decode(token, scope).keys();
      if (keys.size() == 2
          && keys.get(0) instanceof Long kind
          && kind >= 0
          && kind < Column.Kind.values().length
          && keys.get(1) instanceof String key) {
        return new Place(Column.Kind.values()[kind.intValue()], key);
      }
      throw MlflowException.invalidParameter("Invalid page token, could not be read");
    }

    static PageToken after(Column column) {
      return new PageToken(List.of((long) column.kind().ordinal(), column.key()));
    }
  }
}
