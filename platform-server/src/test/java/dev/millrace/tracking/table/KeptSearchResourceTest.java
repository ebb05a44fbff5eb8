package dev.millrace.tracking.table;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.logParams;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.setTags;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches that are answered from memory see every change that was there when they began. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class KeptSearchResourceTest {

  private static final String FILTER = "metrics.m >= 0 AND params.p = 'x' AND tags.t != 'no'";

  @Inject RunTableStore store;
  @Inject AgroalDataSource dataSource;

  private String experiment;
  private String first;
  private String second;

  @BeforeEach
  void twoRunsThatAreSearchedAlready() throws SQLException {
    experiment = newExperiment();
    first = run("first", 1);
    second = run("second", 2);
    for (int i = 0; i < 3; i++) {
      assertThat(search()).containsExactly("second", "first");
    }
    // What was noted in the window of the last search is read again in any case.
    Sql.useTransactionIds(dataSource, 3 << ChangeWindows.SHIFT);
    assertThat(search()).containsExactly("second", "first");
  }

  @Test
  void loggedMetricIsSeenAtOnce() {
    ok(logMetrics(first, List.of(metric("m", 3, 1, 1))));
    assertThat(search()).containsExactly("first", "second");
    ok(
        post(
            RUNS + "log-metric",
            Map.of("run_id", second, "key", "m", "value", 4, "timestamp", 1, "step", 1)));
    assertThat(search()).containsExactly("second", "first");
  }

  @Test
  void repeatedPointDoesNotHideNewOne() {
    ok(logMetrics(first, List.of(metric("m", 1, 0, 0), metric("m", 5, 9, 9))));
    assertThat(search()).containsExactly("first", "second");
  }

  @Test
  void metricOfAnotherKeyIsReadWhenItIsAskedFor() {
    ok(logMetrics(first, List.of(metric("other", 3, 1, 1))));
    assertThat(search("metrics.other = 3", "metrics.other")).containsExactly("first");
    ok(logMetrics(second, List.of(metric("other", 3, 1, 1))));
    assertThat(search("metrics.other = 3", "metrics.other"))
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void newRunIsSeenAtOnce() {
    run("third", 1.5);
    assertThat(search()).containsExactly("second", "third", "first");
  }

  @Test
  void tagsAreSeenAtOnce() {
    ok(setTags(first, List.of(text("t", "no"))));
    assertThat(search()).containsExactly("second");
    ok(post(RUNS + "set-tag", Map.of("run_id", first, "key", "t", "value", "yes")));
    assertThat(search()).containsExactly("second", "first");
    ok(post(RUNS + "delete-tag", Map.of("run_id", first, "key", "t")));
    assertThat(search()).containsExactly("second");
  }

  @Test
  void paramIsSeenAtOnce() {
    String third = newRun(experiment, "third", 0);
    ok(logMetrics(third, List.of(metric("m", 9, 0, 0))));
    ok(setTags(third, List.of(text("t", "yes"))));
    assertThat(search()).containsExactly("second", "first");
    ok(logParams(third, List.of(text("p", "x"))));
    assertThat(search()).containsExactly("third", "second", "first");
  }

  @Test
  void attributesAreSeenAtOnce() {
    String running = "status = 'RUNNING' AND run_name != 'renamed'";
    assertThat(search(running, "metrics.m")).containsExactly("first", "second");
    ok(post(RUNS + "update", Map.of("run_id", first, "status", "FINISHED", "end_time", 5)));
    assertThat(search(running, "metrics.m")).containsExactly("second");
    ok(post(RUNS + "update", Map.of("run_id", second, "run_name", "renamed")));
    assertThat(search(running, "metrics.m")).isEmpty();
    assertThat(search("run_name = 'renamed'", "metrics.m")).containsExactly("renamed");
  }

  @Test
  void deletedRunsAreSeenWhereTheyAreAskedFor() {
    ok(post(RUNS + "delete", Map.of("run_id", first)));
    assertThat(search()).containsExactly("second");
    assertThat(search(FILTER, "metrics.m DESC", "DELETED_ONLY")).containsExactly("first");
    assertThat(search(FILTER, "metrics.m DESC", "ALL")).containsExactly("second", "first");
    ok(post(RUNS + "restore", Map.of("run_id", first)));
    assertThat(search()).containsExactly("second", "first");
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
    assertThat(search()).isEmpty();
    ok(post(EXPERIMENTS + "restore", Map.of("experiment_id", experiment)));
    assertThat(search()).containsExactly("second", "first");
  }

  @Test
  void purgedRunIsGone() {
    ok(post(RUNS + "delete", Map.of("run_id", first)));
    assertThat(search(FILTER, "metrics.m DESC", "ALL")).containsExactly("second", "first");
    ok(post("/api/millrace/v1/purge", Map.of("run_ids", List.of(first))));
    assertThat(search(FILTER, "metrics.m DESC", "ALL")).containsExactly("second");
  }

  /** Shows that these searches are answered from memory, and why every writer has to note. */
  @Test
  void changeWithoutNoteIsNotSeen() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE run_params SET value = 'y' WHERE run_key ="
              + " (SELECT run_key FROM runs WHERE run_id = '"
              + first
              + "')");
      assertThat(search()).containsExactly("second", "first");
      statement.execute(ChangeNote.of("runs WHERE run_id = '" + first + "'"));
      assertThat(search()).containsExactly("second");
    }
  }

  /** A change becomes visible when it commits, long after others that began later. */
  @Test
  void changeThatCommitsLateIsSeen() throws SQLException {
    try (Connection late = dataSource.getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute(ChangeNote.of("runs WHERE run_id = '" + first + "'"));
      statement.execute(
          "UPDATE metric_series SET last_value = 7 FROM runs WHERE runs.run_key = metric_series.run_key"
              + " AND run_id = '"
              + first
              + "'");
      for (int i = 0; i < 1200; i++) {
        Sql.useTransactionIds(dataSource, 1);
      }
      ok(logMetrics(second, List.of(metric("m", 3, 1, 1))));
      assertThat(search()).containsExactly("second", "first");
      late.commit();
    }
    assertThat(search()).containsExactly("first", "second");
  }

  @Test
  void notesThatAreForgottenAreNotReliedOn() throws SQLException {
    ok(logMetrics(first, List.of(metric("m", 3, 1, 1))));
    Sql.execute(
        dataSource,
        "UPDATE run_change_notes SET change_window = change_window - 1000 WHERE experiment_id = "
            + experiment);
    store.forgetNotes();
    for (long i = 0; i < (ChangeWindows.RELIABLE + 1) << ChangeWindows.SHIFT; i += 512) {
      Sql.useTransactionIds(dataSource, 512);
    }
    assertThat(search()).containsExactly("first", "second");
  }

  /** Searches and writers at once: who wrote finds it in the next search, whoever else writes. */
  @Test
  void everyWriterFindsWhatItWrote() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(6);
    AtomicBoolean done = new AtomicBoolean();
    try {
      List<Future<Void>> writers = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        String name = "worker-" + worker;
        String run = run(name, 0);
        Random random = new Random(worker);
        Callable<Void> work =
            () -> {
              for (int step = 1; step <= 60; step++) {
                double value = random.nextInt(1000);
                ok(logMetrics(run, List.of(metric("m", value, step, step))));
                assertThat(search("metrics.m = " + value, "metrics.m")).contains(name);
                ok(setTags(run, List.of(text("t", "step-" + step))));
                assertThat(search("tags.t = 'step-" + step + "'", "metrics.m")).contains(name);
              }
              return null;
            };
        writers.add(workers.submit(work));
      }
      Future<Void> creator =
          workers.submit(
              (Callable<Void>)
                  () -> {
                    for (int i = 0; !done.get() && i < 200; i++) {
                      String name = "new-" + i;
                      run(name, 0.5);
                      assertThat(search("run_name = '" + name + "'", "metrics.m"))
                          .containsExactly(name);
                    }
                    return null;
                  });
      for (Future<Void> writer : writers) {
        writer.get();
      }
      done.set(true);
      creator.get();
    } finally {
      workers.shutdownNow();
    }
  }

  private String run(String name, double value) {
    String run = newRun(experiment, name, 0);
    ok(
        logBatch(
            run,
            List.of(metric("m", value, 0, 0)),
            List.of(text("p", "x")),
            List.of(text("t", "yes"))));
    return run;
  }

  private List<String> search() {
    return search(FILTER, "metrics.m DESC");
  }

  private List<String> search(String filter, String order) {
    return search(filter, order, "ACTIVE_ONLY");
  }

  private List<String> search(String filter, String order, String stages) {
    List<String> names =
        ok(post(
                RUNS + "search",
                Map.of(
                    "experiment_ids",
                    List.of(experiment),
                    "filter",
                    filter,
                    "order_by",
                    List.of(order, "start_time ASC"),
                    "run_view_type",
                    stages,
                    "max_results",
                    1000)))
            .getList("runs.info.run_name");
    return names == null ? List.of() : names;
  }
}
