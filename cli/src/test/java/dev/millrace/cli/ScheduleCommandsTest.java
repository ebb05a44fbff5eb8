package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

  private final List<String> asked = new ArrayList<>();

  private int schedules(String... more) {
    List<String> all = new ArrayList<>(List.of("schedules"));
    all.addAll(Arrays.asList(more));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  private void answer(String path, String answer) {
    server.createContext(
        path,
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void whatIsGivenIsSentAndNothingElse() {
    answer(ROUTE, SCHEDULE.formatted("null"));
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
    assertThat(asked.get(0))
        .startsWith("POST " + ROUTE)
        .contains("\"name\":\"nightly\"", "\"alias\":\"champion\"", "\"cron\":\"30 2 * * *\"")
        .contains("\"columns\":[\"id\",\"x\"]", "\"on_error\":\"SKIP\"")
        .doesNotContain("time_zone", "features", "owner");
    assertThat(out.toString()).contains("m@champion", "paused");
    answer(ROUTE + "/nightly", SCHEDULE.formatted("null"));
    assertThat(schedules("pause", "nightly")).isEqualTo(ExitCode.DONE);
    assertThat(asked.get(1)).isEqualTo("PATCH " + ROUTE + "/nightly {\"paused\":true}");
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED, 0", "FAILED, 1", "ABORTED, 1"})
  void aRunThatIsWaitedForExitsAsItsJobEnds(String state, int code) {
    answer(ROUTE + "/nightly/run", "{\"job\":" + JOB.formatted("QUEUED") + "}");
    answer(ROUTE + "/nightly", SCHEDULE.formatted(JOB.formatted(state)));
    assertThat(schedules("run", "nightly", "--at=2026-01-31T02:30:00Z", "--wait")).isEqualTo(code);
    assertThat(asked.get(0)).endsWith("{\"scheduled_at\":1769826600000}");
    assertThat(schedules("run", "nightly", "--at=tomorrow")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--at");
  }

  @Test
  void theHistoryHasWhatHappenedAndNoControlCharacters() {
    answer(ROUTE + "/nightly/jobs", "{\"jobs\":[" + JOB.formatted("FAILED") + "]}");
    assertThat(schedules("history", "nightly")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("failed", "1.5", "no such").doesNotContain("\u001b");
  }
}
