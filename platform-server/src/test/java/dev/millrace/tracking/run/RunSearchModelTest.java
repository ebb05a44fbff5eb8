package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.search.Filter;
import dev.millrace.core.search.FilterPrinter;
import dev.millrace.core.search.OrderBy;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Compares searches with a plain evaluation in memory, for filters and orders that are made up:
 * each is answered without an error, with the same runs in the same order, in one page and in many.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunSearchModelTest {

  private static final int SEARCHES = 120;

  @Test
  void everyFilterAndOrderAnswersWhatItSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> experiments = List.of(newExperiment(), newExperiment());
    Map<String, String> experimentOf = new HashMap<>();
    List<ModelRun> runs = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      ModelRun run = log(ModelRun.random(random, i), experiments.get(i % 2));
      runs.add(run);
      experimentOf.put(run.name(), experiments.get(i % 2));
    }
    for (int i = 0; i < SEARCHES; i++) {
      Filter filter = RandomFilters.filter(random, runs, 3);
      List<OrderBy> order =
          i % 5 == 0 ? RandomFilters.startOrder(random) : RandomFilters.order(random);
      String printed = FilterPrinter.print(filter);
      List<String> orderBy = order.stream().map(FilterPrinter::print).toList();
      List<String> expected =
          runs.stream()
              .filter(run -> run.matches(filter))
              .sorted(comparator(order))
              .map(ModelRun::name)
              .toList();
      String description = "seed " + seed + ", filter " + printed + ", order " + orderBy;
      assertThat(search(List.of(experiments), printed, orderBy, 1000))
          .as(description)
          .isEqualTo(expected);
      // A search that names one experiment may be answered from memory, one that names several
      // never is, be they the same; and where one way ends a page the other one goes on.
      String one = experiments.get(random.nextInt(2));
      List<String> expectedOfOne =
          expected.stream().filter(name -> one.equals(experimentOf.get(name))).toList();
      for (int pageSize : List.of(1000, 1 + random.nextInt(5))) {
        for (List<List<String>> ways :
            List.of(
                List.of(List.of(one)),
                List.of(List.of(one, one), List.of(one)),
                List.of(List.of(one), List.of(one, one)))) {
          assertThat(search(ways, printed, orderBy, pageSize))
              .as(description + ", in " + ways + " in pages of " + pageSize)
              .isEqualTo(expectedOfOne);
        }
      }
      if (i % 4 == 0) {
        int pageSize = 1 + random.nextInt(5);
        assertThat(search(List.of(experiments), printed, orderBy, pageSize))
            .as(description + ", in pages of " + pageSize)
            .isEqualTo(expected);
      }
    }
  }

  private static Comparator<ModelRun> comparator(List<OrderBy> order) {
    Comparator<ModelRun> comparator = (a, b) -> 0;
    for (OrderBy key : order) {
      comparator = comparator.thenComparing((a, b) -> a.compare(b, key));
    }
    return comparator
        .thenComparing(Comparator.comparingLong(ModelRun::startTime).reversed())
        .thenComparing(ModelRun::id);
  }

  private static ModelRun log(ModelRun run, String experiment) {
    String id = newRun(experiment, run.name(), run.startTime());
    Map<String, Object> batch = new HashMap<>();
    batch.put("run_id", id);
    List<Object> metrics = new ArrayList<>();
    run.metrics()
        .forEach(
            (key, values) -> {
              for (int step = 0; step < values.size(); step++) {
                double value = values.get(step);
                metrics.add(metric(key, Double.isNaN(value) ? "NaN" : value, step, step));
              }
            });
    batch.put("metrics", metrics);
    batch.put("params", texts(run.params()));
    batch.put("tags", texts(run.tags()));
    ok(post(RUNS + "log-batch", batch));
    if (run.endTime() != null) {
      ok(
          post(
              RUNS + "update",
              Map.of("run_id", id, "status", "FINISHED", "end_time", run.endTime())));
    }
    return run.withId(id);
  }

  private static List<Object> texts(Map<String, String> texts) {
    List<Object> list = new ArrayList<>();
    texts.forEach((key, value) -> list.add(text(key, value)));
    return list;
  }

  /** Names of all pages; the experiments of each page are the next ones, again and again. */
  private static List<String> search(
      List<List<String>> experiments, String filter, List<String> orderBy, int pageSize) {
    Map<String, Object> request = new HashMap<>();
    request.put("filter", filter);
    request.put("order_by", orderBy);
    request.put("max_results", pageSize);
    List<String> names = new ArrayList<>();
    String token;
    int pages = 0;
    do {
      request.put("experiment_ids", experiments.get(pages++ % experiments.size()));
      JsonPath page = ok(post(RUNS + "search", request));
      List<String> found = page.getList("runs.info.run_name");
      names.addAll(found == null ? List.of() : found);
      token = page.getString("next_page_token");
      request.put("page_token", token);
    } while (token != null);
    return names;
  }
}
