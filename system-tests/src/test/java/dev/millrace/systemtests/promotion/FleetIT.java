package dev.millrace.systemtests.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.EmbeddedDatabase;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promotions over several servers on one database, and over the sudden end of one. */
class FleetIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void theWaitCountsEveryServerAndForgetsADeadOne() throws Exception {
    try (ServerProcess one = start(Map.of());
        ServerProcess two = beside("two", Map.of("MILLRACE_ARTIFACTS", artifacts()))) {
      ExamplePipeline pipeline = ExamplePipeline.against(one, folder);
      ToolProcess.Result first = pipeline.run("irises", 3, Map.of());
      first.assertSucceeded();
      assertThat(liveVersions(one)).containsExactlyInAnyOrder("1", "1");
      assertThat(liveVersions(two)).containsExactlyInAnyOrder("1", "1");

      ToolProcess.Result stopped;
      try (ServerProcess lost = beside("lost", Map.of("MILLRACE_ARTIFACTS", "elsewhere"))) {
        stopped = pipeline.run("irises", 3, Map.of());
        lost.kill();
      }
      String output = String.join("\n", stopped.output());
      assertThat(stopped.exitCode()).as(output).isEqualTo(7);
      assertThat(output).contains("on lost refused version 2", "Rolled back");
      assertThat(live(one)).isEqualTo("1");

      ToolProcess.Result again =
          pipeline.millrace(
              "models", "promote", "irises", "--from", "version:2", "--wait-serving", "60s");
      again.assertSucceeded();
      assertThat(liveVersions(one)).containsExactlyInAnyOrder("2", "2");
    }
  }

  @Test
  void aServerThatDiesAtAPromotionLeavesTheAliasWhereItWas() throws Exception {
    Map<String, String> impatient =
        Map.of(
            "MILLRACE_PROMOTIONS_GATE_TIMEOUT", "4s",
            "MILLRACE_PROMOTIONS_SWEEP_INTERVAL", "500ms");
    try (ServerProcess one = start(impatient)) {
      ExamplePipeline pipeline = ExamplePipeline.against(one, folder);
      ToolProcess.Result first = pipeline.run("irises", 3, Map.of());
      first.assertSucceeded();

      Map<String, String> settings = new HashMap<>(impatient);
      settings.put("MILLRACE_ARTIFACTS", artifacts());
      try (ServerProcess dying = beside("dying", settings)) {
        assertThat(pipeline.run("irises", 1, Map.of()).exitCode()).isEqualTo(3);
        Thread asking = new Thread(() -> promoteSlowly(dying), "promotion");
        asking.start();
        ServerProcess.await("the gates to be asked", () -> openRequests(one).size() == 1);
        dying.kill();
        asking.join();
      }

      ServerProcess.await("the request to end", () -> openRequests(one).isEmpty());
      JsonNode newest = history(one).get(0);
      assertThat(newest.path("outcome").asText()).isEqualTo("aborted");
      assertThat(newest.path("message").asText()).contains("stopped before it was done");
      assertThat(live(one)).isEqualTo("1");
      assertThat(alias(one)).isEqualTo("1");
    }
  }

  private static void promoteSlowly(ServerProcess server) {
    assertThatThrownBy(
            () ->
                server.post(
                    "/api/millrace/v1/promotions",
                    """
                    {"model_name": "irises", "version": "2",
                     "gates": [{"type": "load", "rate": 5, "duration": "25s"}]}
                    """))
        .isInstanceOf(UncheckedIOException.class);
  }

  private ServerProcess start(Map<String, String> variables) {
    return ServerProcess.launch(data(), variables).awaitReady();
  }

  private ServerProcess beside(String name, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(EmbeddedDatabase.of(data()).variables());
    all.put("MILLRACE_SERVING_REPLICA_NAME", name);
    all.putAll(variables);
    all.computeIfPresent("MILLRACE_ARTIFACTS", (key, path) -> folder.resolve(path).toString());
    return ServerProcess.launch(folder.resolve(name), all).awaitReady();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String artifacts() {
    return data().resolve("artifacts").toString();
  }

  private static String live(ServerProcess server) {
    return endpoint(server).path("live_version").asText();
  }

  private static List<String> liveVersions(ServerProcess server) {
    return endpoint(server).path("replicas").findValuesAsText("live_version");
  }

  private static JsonNode endpoint(ServerProcess server) {
    return json(server, "/api/millrace/v1/endpoints/irises").path("endpoint");
  }

  private static JsonNode history(ServerProcess server) {
    return json(server, "/api/millrace/v1/promotions?model_name=irises").path("promotions");
  }

  private static JsonNode openRequests(ServerProcess server) {
    return json(server, "/api/millrace/v1/promotions/requests?model_name=irises").path("requests");
  }

  private static String alias(ServerProcess server) {
    return json(server, "/api/2.0/mlflow/registered-models/alias?name=irises&alias=champion")
        .path("model_version")
        .path("version")
        .asText();
  }

  private static JsonNode json(ServerProcess server, String path) {
    try {
      return JSON.readTree(server.get(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
