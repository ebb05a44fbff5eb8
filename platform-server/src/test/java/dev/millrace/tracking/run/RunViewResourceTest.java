package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunViewResourceTest {

  private static final String LIST = "/api/millrace/v1/runs";

  /** Two runs, the second with something of every kind. */
  private static String fixture() {
    String experiment = newExperiment();
    newRun(experiment, "first", 1);
    ok(
        logBatch(
            newRun(experiment, "second", 2),
            List.of(metric("loss", 0.5, 1, 1)),
            List.of(text("lr", "0.1")),
            List.of(text("team", "red"))));
    return experiment;
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "INFO"})
  void infoLeavesOutWhatWasLogged(String view) {
    JsonPath found =
        ok(
            post(
                RUNS + "search",
                Map.of("experiment_ids", List.of(fixture()), "run_view", view, "max_results", 1)));
    assertThat(found.getList("runs.info.run_name")).containsExactly("second");
    assertThat(found.getMap("runs[0].data")).isEmpty();
    assertThat(found.getMap("runs[0].inputs")).isEmpty();
    assertThat(found.getString("next_page_token")).isNotEmpty();
  }

  @Test
  void withoutAViewAllIsThere() {
    JsonPath found = ok(post(RUNS + "search", Map.of("experiment_ids", List.of(fixture()))));
    assertThat(found.getList("runs[0].data.metrics.key")).containsExactly("loss");
    assertThat(found.getList("runs[0].data.params.key")).containsExactly("lr");
  }

  @Test
  void infoStillFiltersAndOrdersByWhatWasLogged() {
    JsonPath found =
        ok(
            post(
                RUNS + "search",
                Map.of(
                    "experiment_ids",
                    List.of(fixture()),
                    "run_view",
                    "info",
                    "filter",
                    "params.lr = '0.1' AND metrics.loss < 1",
                    "order_by",
                    List.of("metrics.loss DESC"))));
    assertThat(found.getList("runs.info.run_name")).containsExactly("second");
  }

  @Test
  void queryTakesTheSameNames() {
    String experiment = fixture();
    JsonPath first =
        ok(get(LIST, Map.of("experiment_ids", experiment, "run_view", "info", "max_results", "1")));
    assertThat(first.getList("runs.info.run_name")).containsExactly("second");
    assertThat(first.getMap("runs[0].data")).isEmpty();
    JsonPath second =
        ok(
            get(
                LIST,
                Map.of(
                    "experiment_ids",
                    experiment,
                    "max_results",
                    "1",
                    "page_token",
                    first.getString("next_page_token"))));
    assertThat(second.getList("runs.info.run_name")).containsExactly("first");
    assertThat(second.getList("runs[0].data.tags.key")).contains("mlflow.runName");
  }

  @Test
  void unknownViewIsRefusedByName() {
    assertInvalid(post(RUNS + "search", Map.of("run_view", "short")), "'run_view'");
    assertInvalid(get(LIST, Map.of("run_view", "short")), "'run_view'");
    assertInvalid(post(RUNS + "search", Map.of("run_view", 3)), "'run_view'");
  }
}
