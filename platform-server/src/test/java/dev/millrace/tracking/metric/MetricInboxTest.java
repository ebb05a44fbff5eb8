package dev.millrace.tracking.metric;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.METRICS;
import static dev.millrace.tracking.TrackingApi.MODELS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.tracking.Metric;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MetricInboxTest {

  private static final String V1 = "/api/millrace/v1/";

  @Inject DataSource dataSource;
  @Inject MetricInbox inbox;

  /** Every way to read a metric; each answer holds the value 0.625 once it was logged. */
  private enum Reader {
    RUN {
      @Override
      Response read(Logged logged) {
        return get(RUNS + "get", Map.of("run_id", logged.run()));
      }
    },
    SEARCH {
      @Override
      Response read(Logged logged) {
        return post(RUNS + "search", Map.of("experiment_ids", List.of(logged.experiment())));
      }
    },
    FILTER {
      @Override
      Response read(Logged logged) {
        return post(
            RUNS + "search",
            Map.of(
                "experiment_ids",
                List.of(logged.experiment()),
                "filter",
                "metrics.m > 0.5",
                "order_by",
                List.of("metrics.m DESC")));
      }
    },
    HISTORY {
      @Override
      Response read(Logged logged) {
        return get(METRICS + "get-history", Map.of("run_id", logged.run(), "metric_key", "m"));
      }
    },
    BULK {
      @Override
      Response read(Logged logged) {
        return get(METRICS + "get-history-bulk", Map.of("run_id", logged.run(), "metric_key", "m"));
      }
    },
    INTERVAL {
      @Override
      Response read(Logged logged) {
        return get(
            METRICS + "get-history-bulk-interval",
            Map.of("run_ids", logged.run(), "metric_key", "m"));
      }
    },
    SAMPLE {
      @Override
      Response read(Logged logged) {
        return get(V1 + "metrics/sample", Map.of("run_ids", logged.run(), "metric_keys", "m"));
      }
    },
    COLUMNS {
      @Override
      Response read(Logged logged) {
        return get(V1 + "experiments/" + logged.experiment() + "/columns", Map.of());
      }
    },
    EXPORT {
      @Override
      Response read(Logged logged) {
        return get(
            V1 + "runs/export", Map.of("experiment_ids", logged.experiment(), "format", "csv"));
      }
    },
    MODEL {
      @Override
      Response read(Logged logged) {
        return get(MODELS + "/" + logged.model(), Map.of());
      }
    },
    MODELS_BY_METRIC {
      @Override
      Response read(Logged logged) {
        return post(
            MODELS + "/search",
            Map.of("experiment_ids", List.of(logged.experiment()), "filter", "metrics.m > 0.5"));
      }
    };

    abstract Response read(Logged logged);
  }

  private record Logged(String experiment, String run, String model) {}

  @ParameterizedTest
  @EnumSource
  void whoReadsSeesWhatWasJustLogged(Reader reader) {
    String experiment = newExperiment();
    String model =
        ok(post(MODELS, Map.of("experiment_id", experiment, "name", "m")))
            .getString("model.info.model_id");
    String run = newRun(experiment, "a-run", 0);
    Map<String, Object> point = new HashMap<>(metric("m", 0.625, 1, 1));
    point.put("model_id", model);
    ok(logMetrics(run, List.of(point)));
    Response answer = reader.read(new Logged(experiment, run, model));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString()).contains("0.625");
  }

  /** As a server leaves it that is killed after it answered. */
  @Test
  void whatWasLeftInTheInboxIsMovedAndWhatIsThereIsNotCountedTwice() throws SQLException {
    String run = newRun();
    ok(logMetrics(run, List.of(metric("m", 1, 1, 1), metric("m", 2, 2, 2))));
    run(run);
    for (int i = 0; i < 2; i++) {
      leave("run_key", run, 3);
    }
    assertThat(
            ok(get(METRICS + "get-history", Map.of("run_id", run, "metric_key", "m")))
                .getList("metrics.value", Double.class))
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(number("SELECT point_count FROM metric_series JOIN runs USING (run_key)", run))
        .isEqualTo(3);
    assertThat(number("SELECT count(*) FROM metric_inbox JOIN runs USING (run_key)", run)).isZero();
  }

  @Test
  void whatIsLeftOfARunThatIsGoneIsDroppedAndStopsNothing() throws SQLException {
    String run = newRun();
    leave("-run_key", run, 1);
    leave("run_key", run, 1);
    inbox.settleAll();
    assertThat(run(run).getList("run.data.metrics.value", Double.class)).containsExactly(1.0);
    assertThat(
            number(
                "SELECT count(*) FROM runs JOIN metric_inbox ON metric_inbox.run_key = -runs.run_key",
                run))
        .isZero();
  }

  @Test
  void readersAndWritersOfOneRunLoseNothingAndCountNothingTwice() throws Exception {
    String experiment = newExperiment();
    String run = newRun(experiment, "a-run", 0);
    int callers = 8;
    int calls = 25;
    ExecutorService executor = Executors.newFixedThreadPool(2 * callers);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int first = caller * calls;
        work.add(
            () -> {
              for (int i = first; i < first + calls; i++) {
                // Each point twice, as a client does that was not answered.
                for (int repeat = 0; repeat < 2; repeat++) {
                  ok(logMetrics(run, List.of(metric("m", i, i, i), metric("n" + i, i, i, i))));
                }
              }
              return null;
            });
        work.add(
            () -> {
              for (int i = 0; i < calls; i++) {
                run(run);
                ok(
                    post(
                        RUNS + "search",
                        Map.of("experiment_ids", List.of(experiment), "filter", "metrics.m >= 0")));
              }
              return null;
            });
      }
      for (Future<Void> done : executor.invokeAll(work)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(
            ok(get(METRICS + "get-history", Map.of("run_id", run, "metric_key", "m")))
                .getList("metrics.value", Double.class))
        .isEqualTo(IntStream.range(0, callers * calls).mapToObj(i -> (double) i).toList());
    assertThat(number("SELECT sum(point_count) FROM metric_series JOIN runs USING (run_key)", run))
        .isEqualTo(2L * callers * calls);
    assertThat(run(run).getList("run.data.metrics")).hasSize(callers * calls + 1);
  }

  @Test
  void aCallThatIsRefusedLeavesNothingInTheInbox() throws SQLException {
    String run = newRun();
    ok(post(RUNS + "log-parameter", Map.of("run_id", run, "key", "p", "value", "1")));
    logBatch(
            run,
            List.of(metric("m", 1, 1, 1)),
            List.of(Map.of("key", "p", "value", "2")),
            List.of())
        .then()
        .statusCode(400);
    assertThat(number("SELECT count(*) FROM metric_inbox JOIN runs USING (run_key)", run)).isZero();
  }

  @Test
  void aDeletedExperimentKeepsWhatItsRunsWereTold() {
    String experiment = newExperiment();
    String run = newRun(experiment, "a-run", 0);
    ok(logMetrics(run, List.of(metric("m", 0.5, 1, 1))));
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
    assertThat(run(run).getList("run.data.metrics.value", Double.class)).containsExactly(0.5);
  }

  /** Puts the points of "m" at the steps up to one into the inbox. */
  private void leave(String runKey, String runId, int steps) throws SQLException {
    InboxBatch batch =
        InboxBatch.of(
            LongStream.rangeClosed(1, steps)
                .mapToObj(step -> Metric.of("m", (double) step, step, step))
                .toList());
    Sql.execute(
        dataSource,
        """
        INSERT INTO metric_inbox (run_key, experiment_id, point_count, points)
        SELECT %s, experiment_id, %d, '\\x%s' FROM runs WHERE run_id = '%s'
        """
            .formatted(runKey, batch.size(), HexFormat.of().formatHex(batch.points()), runId));
  }

  private long number(String select, String runId) throws SQLException {
    return Sql.number(dataSource, select + " WHERE run_id = '" + runId + "'");
  }
}
