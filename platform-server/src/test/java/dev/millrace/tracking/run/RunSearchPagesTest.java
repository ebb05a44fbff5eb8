package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.run.RunSearchResourceTest.names;
import static dev.millrace.tracking.run.RunSearchResourceTest.request;
import static dev.millrace.tracking.run.RunSearchResourceTest.search;
import static dev.millrace.tracking.run.RunSearchResourceTest.walk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages of a search, and searches over several experiments. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunSearchPagesTest {

  @Test
  void pagesSurviveInsertsAndDeletions() {
    String experiment = newExperiment();
    for (int i = 10; i > 0; i--) {
      newRun(experiment, "r" + i, i * 10L);
    }
    Map<String, Object> request = request(experiment);
    request.put("max_results", 4);
    JsonPath first = search(request);
    assertThat(names(first)).containsExactly("r10", "r9", "r8", "r7");
    newRun(experiment, "newer", 1000);
    newRun(experiment, "between", 55);
    ok(
        post(
            RUNS + "delete",
            Map.of("run_id", first.getList("runs.info.run_id", String.class).get(3))));
    request.put("page_token", first.getString("next_page_token"));
    JsonPath second = search(request);
    assertThat(names(second)).containsExactly("r6", "between", "r5", "r4");
    request.put("page_token", second.getString("next_page_token"));
    JsonPath third = search(request);
    assertThat(names(third)).containsExactly("r3", "r2", "r1");
    assertThat(third.getString("next_page_token")).isNull();
  }

  @Test
  void pagesInTheOrderOfAMetricSurviveThemInSeveralExperimentsToo() {
    List<String> experiments = List.of(newExperiment(), newExperiment());
    for (int i = 1; i <= 8; i++) {
      ok(logMetrics(newRun(experiments.get(i % 2), "r" + i, 7), List.of(metric("m", i, 1, 1))));
    }
    newRun(experiments.get(0), "none", 7);
    Map<String, Object> request = request("0");
    request.put("experiment_ids", experiments);
    request.put("order_by", List.of("metrics.m DESC"));
    request.put("max_results", 3);
    JsonPath first = search(request);
    assertThat(names(first)).containsExactly("r8", "r7", "r6");
    ok(logMetrics(newRun(experiments.get(1), "above", 9), List.of(metric("m", 99, 1, 1))));
    ok(logMetrics(newRun(experiments.get(1), "below", 9), List.of(metric("m", 4.5, 1, 1))));
    String last = first.getList("runs.info.run_id", String.class).get(2);
    ok(post(RUNS + "delete", Map.of("run_id", last)));
    request.put("page_token", first.getString("next_page_token"));
    JsonPath second = search(request);
    assertThat(names(second)).containsExactly("r5", "below", "r4");
    request.put("page_token", second.getString("next_page_token"));
    JsonPath third = search(request);
    assertThat(names(third)).containsExactly("r3", "r2", "r1");
    request.put("page_token", third.getString("next_page_token"));
    assertThat(names(search(request))).containsExactly("none");
  }

  @Test
  void aTokenIsGoodForTheOrderItWasMadeFor() {
    String experiment = newExperiment();
    newRun(experiment, "b", 1);
    newRun(experiment, "a", 2);
    Map<String, Object> request = request(experiment);
    request.put("max_results", 1);
    String token = search(request).getString("next_page_token");
    // A text that no row can have is no token of ours.
    request.put("page_token", withNul(token));
    assertInvalid(post(RUNS + "search", request), "Invalid page token");
    request.put("page_token", token);
    request.put("order_by", List.of("run_name"));
    assertInvalid(post(RUNS + "search", request), "Invalid page token");
    request.put("page_token", "zzz");
    assertInvalid(post(RUNS + "search", request), "Invalid page token");
    request.put("page_token", "");
    assertThat(names(search(request))).containsExactly("a");
  }

  @Test
  void severalExperimentsAreSearchedTogether() {
    String one = newExperiment();
    String two = newExperiment();
    newRun(one, "a", 1);
    newRun(two, "b", 2);
    newRun(one, "c", 3);
    Map<String, Object> request = request(one);
    request.put("experiment_ids", List.of(one, two));
    assertThat(names(search(request))).containsExactly("c", "b", "a");
    assertThat(walk(request, 1)).containsExactly("c", "b", "a");
    request.put("experiment_ids", List.of(one, two, one, "987654321"));
    assertThat(walk(request, 2)).containsExactly("c", "b", "a");
    request.put("order_by", List.of("start_time ASC"));
    assertThat(walk(request, 2)).containsExactly("a", "b", "c");
    request.put("order_by", List.of("run_name DESC"));
    assertThat(walk(request, 2)).containsExactly("c", "b", "a");
    request.put("filter", "run_name != 'b'");
    assertThat(walk(request, 1)).containsExactly("c", "a");
    request.remove("filter");
    request.remove("order_by");
    request.remove("experiment_ids");
    assertThat(names(search(request))).isEmpty();
  }

  @Test
  void pagesGoOnAmongRunsThatStartedAtOnce() {
    String experiment = newExperiment();
    for (int i = 0; i < 7; i++) {
      newRun(experiment, "r" + i, i < 5 ? 9 : i);
    }
    Map<String, Object> request = request(experiment);
    List<String> all = names(search(request));
    assertThat(all).hasSize(7).endsWith("r6", "r5");
    assertThat(walk(request, 2)).isEqualTo(all);
    request.put("order_by", List.of("start_time DESC"));
    assertThat(walk(request, 3)).isEqualTo(all);
    request.put("order_by", List.of("start_time ASC"));
    assertThat(walk(request, 2)).isEqualTo(names(search(request)));
    request.put("filter", "run_name != 'r2'");
    assertThat(walk(request, 1)).isEqualTo(names(search(request))).hasSize(6);
  }

  private static String withNul(String token) {
    String json = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .encodeToString(
            json.replaceFirst("\"[0-9a-f]{32}\"", "\"\\\\u0000\"")
                .getBytes(StandardCharsets.UTF_8));
  }
}
