package dev.millrace.systemtests.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example pipeline of {@code deploy/ci}, run as CI runs it, against the packaged server. */
class PipelineIT {

  @TempDir static Path folder;
  private static ServerProcess server;
  private static ExamplePipeline pipeline;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = ServerProcess.start(folder.resolve("data"));
    pipeline = ExamplePipeline.against(server, folder);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aGoodModelGoesLiveAndAWorseOneDoesNot() throws Exception {
    ToolProcess.Result good = pipeline.run("irises", 3, Map.of());
    good.assertSucceeded();
    assertThat(good.output()).anyMatch(line -> line.contains("serves version 1"));
    assertThat(endpoint("irises").path("live_version").asText()).isEqualTo("1");

    Path summary = folder.resolve("summary.md");
    Path outputs = folder.resolve("outputs");
    Map<String, String> gitHub =
        Map.of(
            "GITHUB_ACTIONS", "true",
            "GITHUB_SERVER_URL", "https://github.example",
            "GITHUB_REPOSITORY", "team/irises",
            "GITHUB_RUN_ID", "42",
            "GITHUB_SHA", "4f1c",
            "GITHUB_STEP_SUMMARY", summary.toString(),
            "GITHUB_OUTPUT", outputs.toString());
    ToolProcess.Result worse = pipeline.run("irises", 1, gitHub);
    assertThat(worse.exitCode()).as(String.join("\n", worse.output())).isEqualTo(3);
    assertThat(worse.output()).anyMatch(line -> line.startsWith("::error title="));
    assertThat(summary).content().contains("irises version 2 did not become @champion");
    assertThat(Files.readAllLines(outputs)).contains("outcome=gates_failed", "version=2");
    assertThat(endpoint("irises").path("live_version").asText()).isEqualTo("1");

    JsonNode history = json("/api/millrace/v1/promotions?model_name=irises").path("promotions");
    assertThat(history.findValuesAsText("outcome")).containsExactly("gates_failed", "done");
    assertThat(history.get(0).path("ci_url").asText())
        .isEqualTo("https://github.example/team/irises/actions/runs/42");
    assertThat(history.get(0).path("commit").asText()).isEqualTo("4f1c");
    assertThat(history.get(0).path("gates").findValuesAsText("status"))
        .containsExactly("fail", "fail", "pass", "pass", "pass", "pass");

    ToolProcess.Result gates =
        pipeline.millrace("models", "gates", "irises", "--from", "version:2");
    assertThat(gates.exitCode()).isEqualTo(3);
    assertThat(gates.output()).anyMatch(line -> line.contains("dry run, nothing was changed"));
    assertThat(pipeline.millrace("models", "gates", "irises", "--from", "@champion").exitCode())
        .isEqualTo(4);
    assertThat(json("/api/millrace/v1/promotions?model_name=irises").path("promotions")).hasSize(2);
    predictionsComeFromWhatIsLive();
  }

  private static void predictionsComeFromWhatIsLive() throws Exception {
    Path rows = folder.resolve("rows.json");
    Files.writeString(rows, "{\"instances\": [[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]}");
    ToolProcess.Result answer =
        pipeline.millrace(
            "models",
            "predict",
            "-m",
            "models:/irises@champion",
            "-i",
            rows.toString(),
            "-t",
            "json");
    answer.assertSucceeded();
    JsonNode predictions =
        new ObjectMapper().readTree(String.join("\n", answer.output())).path("predictions");
    assertThat(predictions.isMissingNode()).isFalse();
    assertThat(
            pipeline
                .millrace("models", "predict", "-m", "models:/irises/2", "-i", rows.toString())
                .exitCode())
        .isEqualTo(1);
  }

  @Test
  void aReportForJunitAndTheSameModelAgain() throws Exception {
    Path report = folder.resolve("gates.xml");
    ToolProcess.Result first = pipeline.run("flowers", 3, Map.of("REPORT", report.toString()));
    first.assertSucceeded();
    assertThat(report).content().startsWith("<?xml").contains("tests=\"6\" failures=\"0\"");
    ToolProcess.Result again =
        pipeline.millrace(
            "models", "promote", "flowers", "--from", "version:1", "--reason", "again");
    assertThat(again.exitCode()).isEqualTo(4);
    ToolProcess.Result history = pipeline.millrace("models", "history", "flowers");
    assertThat(history.output().get(1)).contains("champion").contains("done").contains("depth 3");
  }

  private static JsonNode endpoint(String name) throws IOException {
    return json("/api/millrace/v1/endpoints/" + name).path("endpoint");
  }

  private static JsonNode json(String path) throws IOException {
    return new ObjectMapper().readTree(server.get(path).body());
  }
}
