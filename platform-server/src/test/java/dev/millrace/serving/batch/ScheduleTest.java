package dev.millrace.serving.batch;

import static dev.millrace.serving.batch.ScheduleFixture.SCHEDULES;
import static dev.millrace.serving.batch.ScheduleFixture.awaitOver;
import static dev.millrace.serving.batch.ScheduleFixture.change;
import static dev.millrace.serving.batch.ScheduleFixture.create;
import static dev.millrace.serving.batch.ScheduleFixture.created;
import static dev.millrace.serving.batch.ScheduleFixture.download;
import static dev.millrace.serving.batch.ScheduleFixture.jobs;
import static dev.millrace.serving.batch.ScheduleFixture.newModel;
import static dev.millrace.serving.batch.ScheduleFixture.request;
import static dev.millrace.serving.batch.ScheduleFixture.run;
import static dev.millrace.serving.batch.ScheduleFixture.schedule;
import static dev.millrace.serving.batch.ScheduleFixture.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.data.Sha256;
import dev.millrace.registry.GateFixture;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules by the API, worked on by the server. */
@QuarkusTest
@TestProfile(ScheduleTest.SoonDone.class)
@QuarkusTestResource(PostgresResource.class)
class ScheduleTest {

  @TempDir Path models;
  @Inject DataSource dataSource;

  /** A server that looks often. */
  public static final class SoonDone implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "millrace.serving.schedules.interval", "50ms",
          "millrace.serving.work-dir", "target/schedule-test/work",
          "millrace.serving.native-dir", "target/schedule-test/native");
    }
  }

  @Test
  void aJobScoresTheFileOfItsTimeAndIsInTheHistoryAndInLineage() throws IOException {
    Map<String, Object> request = request(newModel(models));
    request.put("input", "mlflow-artifacts:/daily/rows-{date}.csv");
    request.put("time_zone", "Asia/Tokyo");
    request.put("options", Map.of("columns", List.of("id"), "prediction_column", "level"));
    request.put("owner", "risk-team");
    String name = created(request);
    String rows = "id,x,y\na,-5,1\nb,5,1\n";
    upload("daily/rows-2026-01-31.csv", rows);

    // 2026-01-30T22:30Z is the 31st in Tokyo.
    run(name, Map.of("scheduled_at", 1_769_812_200_000L)).then().statusCode(200);
    Map<String, Object> job = awaitOver(name);

    assertThat(job)
        .containsEntry("state", "SUCCEEDED")
        .containsEntry("trigger", "PERSON")
        .containsEntry("attempt", 1)
        .containsEntry("version", "1")
        .containsEntry("rows", 2)
        .containsEntry("rejected", 0)
        .containsEntry("input", "mlflow-artifacts:/daily/rows-2026-01-31.csv")
        .containsEntry("output", "mlflow-artifacts:/" + name + "/scored-20260130T223000Z.csv")
        .containsKeys("server", "started_at", "ended_at", "run_id");
    String scored = download((String) job.get("output")).asString();
    assertThat(scored).isEqualTo("id,level\na,low\nb,high\n");
    JsonPath run =
        given().queryParam("run_id", job.get("run_id")).get("/api/2.0/mlflow/runs/get").jsonPath();
    assertThat(run.getString("run.info.status")).isEqualTo("FINISHED");
    assertThat(run.getString("run.info.user_id")).isEqualTo("risk-team");
    assertThat(run.getList("run.inputs.dataset_inputs.dataset.digest"))
        .isEqualTo(List.of(digest(rows), digest(scored)));
    assertThat(run.getDouble("run.data.metrics.find { it.key == 'rows' }.value")).isEqualTo(2.0);
  }

  private static String digest(String content) {
    return Sha256.hex(Sha256.newDigest().digest(content.getBytes(StandardCharsets.UTF_8)))
        .substring(0, 32);
  }

  @Test
  void aTimeThatComesMakesAJobByItself() throws Exception {
    Map<String, Object> request = request(newModel(models));
    request.put("output", "mlflow-artifacts:/minute/scored.jsonl");
    request.put("input", "mlflow-artifacts:/minute/rows.jsonl");
    upload("minute/rows.jsonl", "{\"x\":-5,\"y\":1}\n");
    String name = created(request);
    Sql.execute(
        dataSource, "UPDATE scoring_schedule SET due_at = 60000 WHERE name = '" + name + "'");
    Map<String, Object> job = awaitOver(name);
    assertThat(job).containsEntry("state", "SUCCEEDED").containsEntry("trigger", "SCHEDULE");
    // The first of January, at midnight, is the last time that passed.
    assertThat(Instant.ofEpochMilli(((Number) job.get("scheduled_at")).longValue()).toString())
        .endsWith("-01-01T00:00:00Z");
    assertThat(download("mlflow-artifacts:/minute/scored.jsonl").asString())
        .isEqualTo("{\"x\":-5,\"y\":1,\"prediction\":\"low\"}\n");
    given().delete(SCHEDULES + "/" + name).then().statusCode(200);
    assertThat(given().get(SCHEDULES + "/" + name).statusCode()).isEqualTo(404);
  }

  @Test
  void rowsThatCannotBeScoredAreKeptApartOrEndTheJob() throws IOException {
    Map<String, Object> request = request(newModel(models));
    String name = created(request);
    upload(name + "/rows.csv", "x,y\n-5,1\nno,1\n5,1\n");
    run(name, Map.of()).then().statusCode(200);
    Map<String, Object> failed = awaitOver(name);
    assertThat(failed).containsEntry("state", "FAILED").doesNotContainKey("run_id");
    assertThat((String) failed.get("reason")).contains("rows.csv, line 3").contains("'x'");
    assertThat(download((String) failed.get("output")).statusCode()).isEqualTo(404);

    change(name, Map.of("options", Map.of("on_error", "SKIP"))).then().statusCode(200);
    run(name, Map.of()).then().statusCode(200);
    Map<String, Object> skipped = awaitOver(name);
    assertThat(skipped)
        .containsEntry("state", "SUCCEEDED")
        .containsEntry("rows", 2)
        .containsEntry("rejected", 1);
    assertThat(download((String) skipped.get("rejects")).asString())
        .contains("\"line\":3")
        .contains("\"record\":\"no,1\"");
    assertThat(jobs(name).getList("jobs.state")).isEqualTo(List.of("SUCCEEDED", "FAILED"));
  }

  @Test
  void whatIsMissingIsTheReason() throws IOException {
    String noFile = created(request(newModel(models)));
    run(noFile, Map.of()).then().statusCode(200);
    assertThat(awaitOver(noFile)).containsEntry("state", "FAILED").containsEntry("version", "1");
    assertThat(schedule(noFile).getString("schedule.last_job.reason")).contains("No such artifact");
    String noVersion = created(request(GateFixture.newModel()));
    run(noVersion, Map.of()).then().statusCode(200);
    assertThat(awaitOver(noVersion)).containsEntry("state", "FAILED");
    assertThat(schedule(noVersion).getString("schedule.last_job.reason"))
        .contains("has no version for alias 'champion'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name       | ../x                                | name
          cron       | 61 2 * * *                          | 'cron'
          cron       | 0 0 30 2 *                          | names no time
          time_zone  | Mars/Base                           | 'time_zone'
          input      | /etc/passwd.csv                     | 'input'
          input      | file:///etc/rows.csv                | 'input'
          input      | https://example.org/rows.csv        | 'input'
          input      | s3://bucket/rows.csv                | 'input'
          input      | mlflow-artifacts:/a/../../rows.csv  | 'input'
          input      | mlflow-artifacts:/rows.csv          | FOLDER
          input      | mlflow-artifacts:/a/rows.xlsx       | must end with
          input      | mlflow-artifacts:/a/{now}.csv       | {date}
          input      | mlflow-artifacts:/a/rows.jsonl      | same ending
          output     | runs:/gone/scored.csv               | no run 'gone'
          version    | first                               | 'version'
          """)
  void whatCannotBePlannedNamesTheField(String field, String value, String message) {
    Map<String, Object> request = request("m");
    request.put(field, value);
    Response answer = create(request);
    assertThat(answer.statusCode()).as(answer.asString()).isBetween(400, 404);
    assertThat(answer.jsonPath().getString("message")).contains(message);
  }

  @Test
  void aScheduleIsChangedPausedAndListed() {
    Map<String, Object> request = request("m");
    String name = created(request);
    assertThat(create(request).jsonPath().getString("error_code"))
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    assertThat(schedule(name).getLong("schedule.next_at")).isPositive();
    assertThat(schedule(name).getString("schedule.alias")).isEqualTo("champion");
    JsonPath paused =
        change(name, Map.of("paused", true, "version", "3", "description", "why")).jsonPath();
    assertThat(paused.getBoolean("schedule.paused")).isTrue();
    assertThat(paused.<Object>get("schedule.next_at")).isNull();
    assertThat(paused.getString("schedule.version")).isEqualTo("3");
    assertThat(paused.<Object>get("schedule.alias")).isNull();
    assertThat(change(name, Map.of("cron", "x")).statusCode()).isEqualTo(400);
    assertThat(change(name, Map.of("paused", false)).jsonPath().getLong("schedule.next_at"))
        .isPositive();
    assertThat(given().get(SCHEDULES).jsonPath().getList("schedules.name")).contains(name);
    assertThat(change("gone", Map.of("paused", true)).statusCode()).isEqualTo(404);
    assertThat(run("gone", Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  void aScheduleThatItsFilesOrItsZoneLeftBehindIsPausedAndDescribedAllTheSame() throws Exception {
    String name = created(request("m"));
    Sql.execute(
        dataSource,
        "UPDATE scoring_schedule SET time_zone = 'Mars/Base', input = 'runs:/gone/rows.csv'"
            + " WHERE name = '"
            + name
            + "'");
    assertThat(change(name, Map.of("owner", "risk-team")).statusCode()).isEqualTo(200);
    Response paused = change(name, Map.of("paused", true));
    assertThat(paused.statusCode()).as(paused.asString()).isEqualTo(200);
    assertThat(paused.jsonPath().getBoolean("schedule.paused")).isTrue();
    Response resumed = change(name, Map.of("paused", false));
    assertThat(resumed.statusCode()).isEqualTo(400);
    assertThat(resumed.jsonPath().getString("message")).contains("time_zone");
    assertThat(change(name, Map.of("paused", false, "time_zone", "UTC")).statusCode())
        .isEqualTo(404);
    assertThat(
            change(
                    name,
                    Map.of(
                        "paused",
                        false,
                        "time_zone",
                        "UTC",
                        "input",
                        "mlflow-artifacts:/" + name + "/rows.csv"))
                .jsonPath()
                .getLong("schedule.next_at"))
        .isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "mlflow-artifacts:/same/rows.csv, mlflow-artifacts:/same/rows.csv",
    "mlflow-artifacts:/same/rows.csv, mlflow-artifacts:///same/rows.csv",
    "mlflow-artifacts:/same/rows.csv, mlflow-artifacts:/same/r%6fws.csv",
    "mlflow-artifacts:/same/out.jsonl.rejects.jsonl, mlflow-artifacts:/same/out.jsonl"
  })
  void anOutputDoesNotTakeTheInputsPlaceWhateverItIsCalled(String input, String output) {
    Map<String, Object> request = request("m");
    request.put("input", input);
    request.put("output", output);
    Response answer = create(request);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.jsonPath().getString("message")).contains("the same file");
  }

  @Test
  void anArtifactOfARunIsTheSameByBothItsNames() {
    String run = GateFixture.newRun(Map.of());
    String uri =
        given()
            .queryParam("run_id", run)
            .get("/api/2.0/mlflow/runs/get")
            .jsonPath()
            .getString("run.info.artifact_uri");
    Map<String, Object> request = request("m");
    request.put("input", "runs:/" + run + "/rows.csv");
    request.put("output", uri + "/rows.csv");
    assertThat(create(request).jsonPath().getString("message")).contains("the same file");
  }

  @Test
  void aJobDoesNotReplaceItsInputOnTheDayOnWhichBothHaveOneName() throws IOException {
    Map<String, Object> request = request(newModel(models));
    request.put("input", "mlflow-artifacts:/once/rows-2026-01-31.csv");
    request.put("output", "mlflow-artifacts:/once/rows-{date}.csv");
    String name = created(request);
    upload("once/rows-2026-01-31.csv", "x,y\n-5,1\n");
    run(name, Map.of("scheduled_at", 1_769_812_200_000L + 86_400_000L)).then().statusCode(200);
    assertThat(awaitOver(name)).containsEntry("state", "FAILED");
    assertThat(schedule(name).getString("schedule.last_job.reason")).contains("the same file");
    assertThat(download("mlflow-artifacts:/once/rows-2026-01-31.csv").asString())
        .isEqualTo("x,y\n-5,1\n");
  }

  @Test
  void aColumnIsNamedOnce() {
    Map<String, Object> request = request("m");
    request.put("options", Map.of("columns", List.of("id", "x", "id")));
    assertThat(create(request).jsonPath().getString("message")).contains("'options.columns'");
  }

  @Test
  void aLeaseThatEndsBetweenTwoLooksIsRefused() {
    assertThatThrownBy(() -> JobWorker.requireLease(Duration.ofSeconds(20), Duration.ofSeconds(10)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("millrace.serving.schedules.lease");
  }

  @Test
  void theHistoryIsReadInPages() throws IOException {
    String name = created(request(GateFixture.newModel()));
    IntStream.range(0, 3)
        .forEach(
            i -> {
              run(name, Map.of("scheduled_at", i)).then().statusCode(200);
              awaitOver(name);
            });
    JsonPath first =
        given().queryParam("max_results", 2).get(SCHEDULES + "/" + name + "/jobs").jsonPath();
    assertThat(first.getList("jobs.scheduled_at")).isEqualTo(List.of(2, 1));
    JsonPath second =
        given()
            .queryParam("page_token", first.getString("next_page_token"))
            .get(SCHEDULES + "/" + name + "/jobs")
            .jsonPath();
    assertThat(second.getList("jobs.scheduled_at")).isEqualTo(List.of(0));
    assertThat(second.<Object>get("next_page_token")).isNull();
  }
}
