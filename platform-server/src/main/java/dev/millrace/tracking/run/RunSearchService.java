package dev.millrace.tracking.run;

import dev.millrace.core.page.Page;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunView;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricInbox;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import dev.millrace.tracking.table.KeptPage;
import dev.millrace.tracking.table.RunTables;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search for runs: from what is kept in memory, where that can answer it. */
@ApplicationScoped
public class RunSearchService {

  private static final int DEFAULT_MAX_RESULTS = 1000;

  /** Runs whose contents are in memory as objects at once, of a page that is longer. */
  private static final int RUNS_AT_ONCE = 1000;

  private final RunStore runs;
  private final RunContentStore contents;
  private final MetricInbox inbox;
  private final RunTables tables;
  private final LargePages largePages = new LargePages();

  RunSearchService(RunStore runs, RunContentStore contents, MetricInbox inbox, RunTables tables) {
    this.runs = runs;
    this.contents = contents;
    this.inbox = inbox;
    this.tables = tables;
  }

  /** A checked search. */
  private record Search(
      Long[] experimentIds, SearchRequest request, KeysetQuery query, boolean infoOnly) {}

  /** One page of runs; the latest started come first where no order is asked for. */
  public Page<Run> searchRuns(SearchRuns request) {
    return page(begin(request));
  }

  /** As {@link #searchRuns}, as an answer: of the runs whose JSON is kept nothing is read. */
  public StreamedBody answer(SearchRuns request) {
    Search search = begin(request);
    int most = search.request().maxResults();
    if (search.infoOnly()) {
      return largePages.read(most, () -> RunsAnswer.of(page(search)));
    }
    Optional<KeptPage> kept = keptPage(search);
    return kept.isPresent()
        ? new RunsAnswer(kept.get().contents(this::read), kept.get().nextPageToken())
        : largePages.read(most, () -> RunsAnswer.of(searchStore(search)));
  }

  private Search begin(SearchRuns request) {
    SearchRequest search =
        SearchRequest.of(
            RunSearch.SCHEMA,
            request.filter(),
            request.orderBy(),
            request.runViewType(),
            Require.atMost(
                request.maxResults() == null ? DEFAULT_MAX_RESULTS : request.maxResults(),
                SearchRequest.MAX_RESULTS,
                "max_results"),
            request.pageToken());
    Long[] experimentIds =
        Require.listOrEmpty(request.experimentIds()).stream()
            .map(ExperimentService::parseId)
            .toArray(Long[]::new);
    inbox.settleExperiments(experimentIds);
    return new Search(
        experimentIds,
        search,
        runs.searchQuery(experimentIds, search),
        request.runView() == RunView.INFO);
  }

  private Optional<KeptPage> keptPage(Search search) {
    return search.experimentIds().length == 1
        ? tables.search(search.experimentIds()[0], search.request(), search.query())
        : Optional.empty();
  }

  /** The page as objects, for which an index that has the order does as well as memory. */
  private Page<Run> page(Search search) {
    Optional<KeptPage> kept =
        RunSearch.isByStart(search.request()) ? Optional.empty() : keptPage(search);
    if (kept.isEmpty()) {
      return searchStore(search);
    }
    List<Long> runKeys = kept.get().runKeys();
    return new Page<>(
        search.infoOnly()
            ? withoutData(runs.findRuns(runKeys))
            : List.copyOf(contents.runsOfKeys(runKeys).values()),
        kept.get().nextPageToken());
  }

  private Page<Run> searchStore(Search search) {
    Page<RunRow> page = runs.searchRuns(search.query());
    return new Page<>(
        search.infoOnly() ? withoutData(page.items()) : contents.runsOf(page.items()),
        page.nextPageToken());
  }

  private static List<Run> withoutData(List<RunRow> rows) {
    return rows.stream().map(RunRow::withoutData).toList();
  }

  /** The JSON of these runs; where all are kept, nobody waits for a turn. */
  private Map<Long, byte[]> read(List<Long> runKeys) {
    return largePages.read(
        runKeys.size(),
        () -> {
          Map<Long, byte[]> read = new HashMap<>();
          for (int i = 0; i < runKeys.size(); i += RUNS_AT_ONCE) {
            contents
                .runsOfKeys(runKeys.subList(i, Math.min(i + RUNS_AT_ONCE, runKeys.size())))
                .forEach((key, run) -> read.put(key, RunsAnswer.json(run)));
          }
          return read;
        });
  }
}
