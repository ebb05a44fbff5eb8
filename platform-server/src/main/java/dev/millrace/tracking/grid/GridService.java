package dev.millrace.tracking.grid;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Parser;
import dev.millrace.core.search.ValueType;
import dev.millrace.core.tracking.CountRuns;
import dev.millrace.core.tracking.GroupRuns;
import dev.millrace.core.tracking.RunValues;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.ViewType;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricInbox;
import dev.millrace.tracking.run.RunSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the cells, the count and the groups. */
@ApplicationScoped
public class GridService {

  private static final int MAX_RUNS = 500;
  private static final int MAX_COLUMNS = 500;

  /** Of one answer. */
  private static final int MAX_VALUES = 50_000;

  private static final int MAX_GROUP_KEYS = 5;
  private static final int MAX_SUMMARIES = 100;
  private static final int MAX_GROUPS = 1_000;
  private static final int DEFAULT_GROUPS = 200;
  private static final Set<String> GROUPING_ATTRIBUTES = Set.of("status", "user_id", "run_name");

  private final GridStore grid;
  private final MetricInbox inbox;

  GridService(GridStore grid, MetricInbox inbox) {
    this.grid = grid;
    this.inbox = inbox;
  }

  /** The asked values of the runs that there are, in the order asked for. */
  public RunValues.Response values(RunValues request) {
    List<String> runIds = checked(request.runIds(), "run_ids", MAX_RUNS);
    List<String> columns = checked(request.columns(), "columns", MAX_COLUMNS);
    if (runIds.size() * columns.size() > MAX_VALUES) {
      throw MlflowException.invalidParameter(
          "run_ids × columns may be at most " + MAX_VALUES + ". Ask for fewer at once.");
    }
    List<Field> fields = columns.stream().map(GridService::field).toList();
    inbox.settleRuns(runIds.toArray(String[]::new));
    return new RunValues.Response(grid.values(runIds, fields));
  }

  /** How many runs a search finds. */
  CountRuns.Response count(CountRuns request) {
    SearchRuns search = search(request.experimentIds(), request.filter(), request.runViewType());
    return new CountRuns.Response(grid.count(RunSearch.matching(search)));
  }

  /** The runs that a search finds, in groups. */
  @Transactional
  GroupRuns.Response groups(GroupRuns request) {
    List<Field> by =
        checked(request.groupBy(), "group_by", MAX_GROUP_KEYS).stream()
            .map(GridService::groupField)
            .toList();
    List<String> columns = Require.listOrEmpty(request.columns()).stream().distinct().toList();
    checkCount("columns", columns.size(), MAX_SUMMARIES);
    List<Field> summed = columns.stream().map(GridService::summaryField).toList();
    int most = request.maxResults() == null ? DEFAULT_GROUPS : request.maxResults();
    if (most < 1 || most > MAX_GROUPS) {
      throw Require.invalidValueBare(
          "max_results", Integer.toString(most), "It must be between 1 and " + MAX_GROUPS + ".");
    }
    return grid.groups(
        RunSearch.matching(
            search(request.experimentIds(), request.filter(), request.runViewType())),
        by,
        summed,
        most);
  }

  private SearchRuns search(
      @Nullable List<String> experimentIds, @Nullable String filter, @Nullable ViewType view) {
    List<String> ids = Require.listOrEmpty(experimentIds);
    inbox.settleExperiments(ids.stream().map(ExperimentService::parseId).toArray(Long[]::new));
    return new SearchRuns(ids, filter, view, null, null, null);
  }

  private static Field field(String name) {
    return Parser.field(name, RunSearch.SCHEMA);
  }

  private static Field groupField(String name) {
    Field field = field(name);
    boolean text = field.type() == EntityType.PARAMETER || field.type() == EntityType.TAG;
    if (!text
        && !(field.type() == EntityType.ATTRIBUTE && GROUPING_ATTRIBUTES.contains(field.key()))) {
      throw MlflowException.invalidParameter(
          "Runs cannot be grouped by "
              + Keys.quote(name)
              + ", only by params, tags, status, user_id and run_name.");
    }
    return field;
  }

  private static Field summaryField(String name) {
    Field field = field(name);
    if (field.type() != EntityType.METRIC && field.valueType() != ValueType.DURATION) {
      throw MlflowException.invalidParameter(
          "Only metrics and duration can be summed up, not " + Keys.quote(name) + ".");
    }
    return field;
  }

  private static List<String> checked(@Nullable List<String> values, String name, int most) {
    List<String> given = Require.listOrEmpty(values).stream().distinct().toList();
    if (given.isEmpty()) {
      Require.text(null, name);
    }
    checkCount(name, given.size(), most);
    return given;
  }

  private static void checkCount(String name, int count, int most) {
    if (count > most) {
      throw MlflowException.invalidParameter(
          "At most " + most + " " + name + " can be asked for at once. Got " + count + ".");
    }
  }
}
