package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCommandsTest extends CommandTest {

  private static final String ROUTE = "/api/millrace/v1/schedules";
  private static final String JOB =
      """
      {"job_id":"12","schedule":"nightly","scheduled_at":1700000000000,"trigger":"PERSON",
        "state":"%s","attempt":1,"created_at":1700000000000,"input":"mlflow-artifacts:/a/i.csv",
        "output":"mlflow-artifacts:/a/o.csv","started_at":1700000000000,"ended_at":1700000001500,
        "rows":5,"rejected":0,"reason":"no such \\u001b[31m file"}""";
  private static final String SCHEDULE =
      """
      {"schedule":{"name":"nightly","model_name":"m","alias":"champion","input":"i","output":"o",
        "cron":"30 2 * * *","time_zone":"UTC","options":{},"paused":true,"created_at":1,
        "last_job":%s}}""";

  private int schedules(String... more) {
    return millraceOf(List.of("schedules"), more);
  }

  @Test
  void whatIsGivenIsSentAndNothingElse() {
    record(ROUTE, SCHEDULE.formatted("null"));
    assertThat(
            schedules(
                "create",
                "nightly",
                "m",
                "--cron=30 2 * * *",
                "-i=mlflow-artifacts:/a/{date}.csv",
                "--into=mlflow-artifacts:/a/o-{date}.csv",
                "--columns=id,x",
                "--on-error=skip"))
        .as(err.toString())
        .isEqualTo(ExitCode.DONE);
    assertThat(recorded.get(0))
        .startsWith("POST " + ROUTE)
        .contains("\"name\":\"nightly\"", "\"alias\":\"champion\"", "\"cron\":\"30 2 * * *\"")
        .contains("\"columns\":[\"id\",\"x\"]", "\"on_error\":\"SKIP\"")
        .doesNotContain("time_zone", "features", "owner");
    assertThat(out.toString()).contains("m@champion", "paused");
    record(ROUTE + "/nightly", SCHEDULE.formatted("null"));
    assertThat(schedules("pause", "nightly")).isEqualTo(ExitCode.DONE);
    assertThat(recorded.get(1)).isEqualTo("PATCH " + ROUTE + "/nightly {\"paused\":true}");
  }

  @Test
  void anUpdateKeepsTheOptionsThatItDoesNotName() {
    record(
        ROUTE + "/nightly",
        SCHEDULE
            .formatted("null")
            .replace(
                "\"options\":{}",
                "\"options\":{\"columns\":[\"id\"],\"features\":[\"x\",\"y\"],\"on_error\":\"SKIP\"}"));
    assertThat(schedules("update", "nightly", "--prediction-column=level", "--columns="))
        .as(err.toString())
        .isEqualTo(ExitCode.DONE);
    assertThat(recorded).hasSize(2);
    assertThat(recorded.get(1))
        .startsWith("PATCH " + ROUTE + "/nightly ")
        .contains("\"features\":[\"x\",\"y\"]", "\"on_error\":\"SKIP\"")
        .contains("\"prediction_column\":\"level\"")
        .doesNotContain("\"columns\":[\"", "cron");
    assertThat(schedules("update", "nightly", "--owner=risk-team")).isEqualTo(ExitCode.DONE);
    assertThat(recorded.get(2)).endsWith(" {\"owner\":\"risk-team\"}");
  }

  private static String job(String id, String state, int attempt) {
    return JOB.formatted(state)
        .replace("\"job_id\":\"12\"", "\"job_id\":\"" + id + "\"")
        .replace("\"attempt\":1", "\"attempt\":" + attempt);
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED, 0", "FAILED, 1", "ABORTED, 1"})
  void aRunThatIsWaitedForExitsAsItsJobEndsWhateverCameAfterIt(String state, int code) {
    record(ROUTE + "/nightly/run", "{\"job\":" + JOB.formatted("QUEUED") + "}");
    String later =
        job("13", "SKIPPED", 1).replace("1700000000000,\"trigger", "1700000060000,\"trigger");
    record(
        ROUTE + "/nightly/jobs",
        "{\"jobs\":[%s,%s,%s]}".formatted(later, JOB.formatted(state), job("11", "SUCCEEDED", 1)));
    record(ROUTE + "/nightly", SCHEDULE.formatted(later));
    assertThat(schedules("run", "nightly", "--at=2026-01-31T02:30:00Z", "--wait"))
        .as(err.toString())
        .isEqualTo(code);
    assertThat(recorded.get(0)).endsWith("{\"scheduled_at\":1769826600000}");
    assertThat(schedules("run", "nightly", "--at=tomorrow")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--at");
  }

  @Test
  void aRunThatIsWaitedForEndsWithTheLastAttemptOfItsJob() {
    record(ROUTE + "/nightly/run", "{\"job\":" + JOB.formatted("QUEUED") + "}");
    record(
        ROUTE + "/nightly/jobs",
        "{\"jobs\":[%s,%s,%s]}"
            .formatted(
                job("14", "FAILED", 1), job("13", "SUCCEEDED", 2), JOB.formatted("ABORTED")));
    assertThat(schedules("run", "nightly", "--wait")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("13", "succeeded");
  }

  @Test
  void aRunThatIsWaitedForAndIsForgottenIsNotFound() {
    record(ROUTE + "/nightly/run", "{\"job\":" + JOB.formatted("QUEUED") + "}");
    record(ROUTE + "/nightly/jobs", "{\"jobs\":[" + job("11", "SUCCEEDED", 1) + "]}");
    assertThat(schedules("run", "nightly", "--wait")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("Job 12", "is gone");
  }

  @Test
  void theHistoryHasWhatHappenedAndNoControlCharacters() {
    record(ROUTE + "/nightly/jobs", "{\"jobs\":[" + JOB.formatted("FAILED") + "]}");
    assertThat(schedules("history", "nightly")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("failed", "1.5", "no such").doesNotContain("\u001b");
  }
}
