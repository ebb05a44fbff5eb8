package dev.millrace.tracking.table;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
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

import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import dev.millrace.tracking.TrackingApi;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The JSON of runs that is kept is the JSON that would be written now: whatever changed, and byte
 * by byte. The list of runs is the other way, which reads all it answers.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class KeptContentResourceTest {

  private static final String LIST = "/api/millrace/v1/runs";

  @Inject AgroalDataSource dataSource;

  private String experiment;
  private String first;
  private String deleted;

  private enum Change {
    NEW_RUN,
    PARAM,
    METRIC,
    TAG,
    TAG_IS_DELETED,
    NAME,
    NAME_BY_TAG,
    STATUS,
    DATASET,
    MODEL_IS_READ,
    MODEL_IS_MADE,
    DELETED,
    RESTORED,
    PURGED,
    EXPERIMENT_IS_DELETED,
    /** Its deleted run is active, too, afterwards. */
    EXPERIMENT_IS_RESTORED,
    OF_ANOTHER_SERVER
  }

  @BeforeEach
  void runsOfAllKindsWhoseJsonIsKept() throws SQLException {
    experiment = newExperiment();
    first = run("first", 1);
    run("zweiter Lauf – \"ünï\\cøde\" 𝄞 \u2028", 2);
    deleted = run("deleted", 2);
    ok(post(RUNS + "delete", Map.of("run_id", deleted)));
    newRun(experiment, "nothing logged", 1);
    keep();
  }

  @Test
  void changeWithoutNoteIsNotSeen() throws SQLException {
    String before = search(all());
    execute("UPDATE run_params SET value = 'other' WHERE run_key = " + key(first));
    assertThat(search(all())).isEqualTo(before).isNotEqualTo(list(all()));
    execute(ChangeNote.of("runs WHERE run_key = " + key(first)));
    assertThat(search(all())).isNotEqualTo(before).isEqualTo(list(all()));
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void changeIsSeenByTheNextSearch(Change change) throws SQLException {
    String before = search(all());
    make(change);
    assertThat(search(all())).isNotEqualTo(before).isEqualTo(list(all()));
  }

  private void make(Change change) throws SQLException {
    switch (change) {
      case NEW_RUN -> newRun(experiment, "new", 3);
      case PARAM -> ok(logParams(first, List.of(text("new", "x"))));
      case METRIC -> ok(logMetrics(first, List.of(metric("m", 9, 9, 9))));
      case TAG -> ok(setTags(first, List.of(text("t", "other"))));
      case TAG_IS_DELETED -> ok(post(RUNS + "delete-tag", Map.of("run_id", first, "key", "t")));
      case NAME -> ok(post(RUNS + "update", Map.of("run_id", first, "run_name", "renamed")));
      case NAME_BY_TAG -> ok(setTags(first, List.of(text("mlflow.runName", "renamed"))));
      case STATUS ->
          ok(post(RUNS + "update", Map.of("run_id", first, "status", "FAILED", "end_time", 5)));
      case DATASET -> ok(logDataset(first, "other"));
      case MODEL_IS_READ -> ok(logModels("log-inputs", first, "m-2"));
      case MODEL_IS_MADE -> ok(logModels("outputs", first, "m-2"));
      case DELETED -> ok(post(RUNS + "delete", Map.of("run_id", first)));
      case RESTORED -> ok(post(RUNS + "restore", Map.of("run_id", deleted)));
      case PURGED -> ok(post("/api/millrace/v1/purge", Map.of("run_ids", List.of(deleted))));
      case EXPERIMENT_IS_DELETED ->
          ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
      case EXPERIMENT_IS_RESTORED -> {
        ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
        search(all());
        ok(post(EXPERIMENTS + "restore", Map.of("experiment_id", experiment)));
      }
      case OF_ANOTHER_SERVER -> changeAsAnotherServer();
    }
  }

  @Test
  void repeatedInputsChangeNothing() throws SQLException {
    String before = keep();
    ok(logDataset(first, "penguins"));
    ok(logModels("log-inputs", first, "m-1"));
    assertThat(search(all())).isEqualTo(before);
  }

  @Test
  void bothWaysAnswerTheSameBytes() throws IOException {
    List<Map<String, Object>> requests = new ArrayList<>();
    for (String view : List.of("ACTIVE_ONLY", "DELETED_ONLY", "ALL")) {
      for (int size : List.of(1, 2, 1000)) {
        for (String order : List.of("", "start_time ASC", "metrics.m DESC")) {
          Map<String, Object> request = all();
          request.put("run_view_type", view);
          request.put("max_results", size);
          if (!order.isEmpty()) {
            request.put("order_by", order);
          }
          requests.add(request);
        }
      }
    }
    Map<String, Object> none = all();
    none.put("filter", "run_name = 'none'");
    requests.add(none);
    Map<String, Object> infoOnly = all();
    infoOnly.put("run_view", "info");
    requests.add(infoOnly);
    for (Map<String, Object> request : requests) {
      for (int i = 0; i < 2; i++) {
        String answer = search(request);
        assertThat(answer).as("%s", request).isEqualTo(list(request));
        SearchRuns.Response read = MlflowJson.mapper().readValue(answer, SearchRuns.Response.class);
        assertThat(utf8(MlflowJson.mapper().writeValueAsBytes(read)))
            .as("%s", request)
            .isEqualTo(answer);
      }
    }
    assertThat(search(none)).isEqualTo("{}");
  }

  @Test
  void everyPageIsTheSameWhetherKeptOrRead() {
    Map<String, Object> request = all();
    request.put("max_results", 1);
    int pages = 0;
    String token;
    do {
      String answer = search(request);
      assertThat(answer).isEqualTo(list(request));
      Matcher next = Pattern.compile("\"next_page_token\":\"([^\"]+)\"").matcher(answer);
      token = next.find() ? next.group(1) : null;
      request.put("page_token", token);
      pages++;
    } while (token != null);
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void longContentIsReadEachTime() throws SQLException {
    List<Map<String, String>> params = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      params.add(text("long-" + i, "x".repeat(5_600)));
    }
    ok(logParams(first, params));
    keep();
    execute("UPDATE run_params SET value = 'other' WHERE key = 'p' AND run_key = " + key(first));
    assertThat(search(all())).isEqualTo(list(all()));
  }

  /** What was answered to a writer is in every search that begins after it. */
  @Test
  void everySearcherSeesWhatWasWrittenBefore() throws Exception {
    int writers = 3;
    int steps = 80;
    AtomicIntegerArray answered = new AtomicIntegerArray(writers);
    AtomicBoolean done = new AtomicBoolean();
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      runs.add(run("writer-" + i, 10 + i));
    }
    ExecutorService workers = Executors.newFixedThreadPool(6);
    try {
      List<Future<Void>> writing = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        Callable<Void> write =
            () -> {
              String run = runs.get(writer);
              for (int step = 1; step <= steps; step++) {
                String value = "step-" + writer + "-" + step + ".";
                switch (step % 3) {
                  case 0 -> ok(setTags(run, List.of(text(value, value))));
                  case 1 -> ok(logMetrics(run, List.of(metric(value, step, step, step))));
                  default -> ok(logDataset(run, value));
                }
                answered.set(writer, step);
                assertThat(search(all())).contains(value);
              }
              return null;
            };
        writing.add(workers.submit(write));
      }
      Callable<Void> search =
          () -> {
            while (!done.get()) {
              List<String> written = new ArrayList<>();
              for (int writer = 0; writer < writers; writer++) {
                if (answered.get(writer) > 0) {
                  written.add("step-" + writer + "-" + answered.get(writer) + ".");
                }
              }
              String found = search(all());
              written.forEach(value -> assertThat(found).contains(value));
            }
            return null;
          };
      List<Future<Void>> searching =
          List.of(workers.submit(search), workers.submit(search), workers.submit(search));
      try {
        for (Future<Void> writer : writing) {
          writer.get();
        }
      } finally {
        done.set(true);
      }
      for (Future<Void> searcher : searching) {
        searcher.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(search(all())).isEqualTo(list(all()));
  }

  /** A change that commits after the search that read the run, though it began before. */
  @Test
  void changeThatCommitsAfterTheContentWasReadIsSeen() throws SQLException {
    try (Connection late = dataSource.getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute(ChangeNote.of("runs WHERE run_key = " + key(first)));
      statement.execute("UPDATE run_tags SET value = 'late' WHERE run_key = " + key(first));
      ok(setTags(first, List.of(text("another", "x"))));
      Sql.useTransactionIds(dataSource, 1200);
      String before = search(all());
      assertThat(search(all())).isEqualTo(before);
      late.commit();
      assertThat(search(all())).isNotEqualTo(before).isEqualTo(list(all()));
    }
  }

  private void changeAsAnotherServer() throws SQLException {
    try (Connection other = dataSource.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE run_params SET value = 'other' WHERE run_key = " + key(first));
      statement.execute(ChangeNote.of("runs WHERE run_key = " + key(first)));
      other.commit();
    }
  }

  /** All are kept afterwards, and no longer in the window of the search that kept them. */
  private String keep() throws SQLException {
    search(all());
    Sql.useTransactionIds(dataSource, 3 << ChangeWindows.SHIFT);
    search(all());
    return search(all());
  }

  private long key(String runId) throws SQLException {
    return Sql.number(dataSource, "SELECT run_key FROM runs WHERE run_id = '" + runId + "'");
  }

  private void execute(String sql) throws SQLException {
    Sql.execute(dataSource, sql);
  }

  private String run(String name, long startTime) {
    String run = newRun(experiment, name, startTime);
    ok(
        logBatch(
            run,
            List.of(
                metric("m", startTime, 0, 0),
                metric("nan", "NaN", 0, 0),
                metric("infinite", "-Infinity", 0, 2),
                metric("small", 1e-7, 0, 3)),
            List.of(text("p", "x"), text("odd", "é😀 \t\n\"c\"/\\ \u2028")),
            List.of(text("t", "yes"))));
    ok(logDataset(run, "penguins"));
    ok(logModels("log-inputs", run, "m-1"));
    ok(logModels("outputs", run, "m-1"));
    return run;
  }

  private static Response logDataset(String run, String name) {
    Map<String, String> dataset =
        new HashMap<>(dataset(name, "d1", "local", "{\"uri\": \"/tmp\"}"));
    dataset.put("schema", "{}");
    return TrackingApi.logDataset(
        run, dataset, List.of(text("mlflow.data.context", "train"), text("a", "ü")));
  }

  private static Response logModels(String route, String run, String model) {
    return post(
        RUNS + route,
        Map.of("run_id", run, "models", List.of(Map.of("model_id", model, "step", 1))));
  }

  private Map<String, Object> all() {
    Map<String, Object> request = new HashMap<>();
    request.put("experiment_ids", List.of(experiment));
    request.put("run_view_type", "ALL");
    return request;
  }

  private static String search(Map<String, Object> request) {
    Map<String, Object> body = new HashMap<>(request);
    body.computeIfPresent("order_by", (name, order) -> List.of(order));
    return answer(post(RUNS + "search", body));
  }

  private static String list(Map<String, Object> request) {
    Map<String, Object> query = new HashMap<>(request);
    query.values().removeIf(value -> value == null);
    return answer(get(LIST, query));
  }

  private static String answer(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return utf8(response.asByteArray());
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
