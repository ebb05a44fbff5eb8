package dev.millrace.systemtests.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.InferTensorContents;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferRequest.InferInputTensor;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform and serving replicas that have nothing of it but its URL. */
class ReplicaIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CLI = Path.of("..", "cli", "target", "millrace.jar").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String ENDPOINT = LabelModels.MODEL;
  private static final String INVOCATIONS = "/serving/" + ENDPOINT + "/invocations";
  private static final String ENDPOINTS = "/api/millrace/v1/endpoints";

  @TempDir Path folder;

  @Test
  void aPromotionWaitsForReplicasAndNoCallIsLost() throws Exception {
    try (ServerProcess platform = platform(Map.of())) {
      serveFirstVersion(platform);
      try (ServerProcess one = replica(platform, "one").awaitReady();
          ServerProcess two = replica(platform, "two", "--endpoints", ENDPOINT).awaitReady();
          ServerProcess other = replica(platform, "other", "--endpoints", "none").awaitReady()) {
        awaitServing(one, "1");
        awaitServing(two, "1");
        assertThat(replicas(platform)).contains("one", "two").doesNotContain("other");
        keepRequests(platform);

        String second = models(platform).register("second");
        List<Callers.Call> calls;
        long promoted;
        try (Callers callers = new Callers(ENDPOINT, List.of(one, two))) {
          ServerProcess.await("calls before the promotion", () -> callers.calls().size() > 20);
          ToolProcess.Result result = promote(platform, second);
          promoted = System.nanoTime();
          result.assertSucceeded();
          int before = callers.calls().size();
          ServerProcess.await(
              "calls after the promotion", () -> callers.calls().size() > before + 20);
          callers.close();
          calls = callers.calls();
        }
        assertThat(calls).allMatch(call -> call.status() == 200);
        assertThat(calls).anyMatch(call -> call.version().equals("1"));
        assertThat(calls)
            .filteredOn(call -> call.beganNanos() > promoted)
            .isNotEmpty()
            .allMatch(call -> call.version().equals(second));

        ServerProcess.await("the swaps of all", () -> swapsTo(platform, second) == 3);
        ServerProcess.await("requests of replicas", () -> keptRequests(platform) > 0);
        assertThat(one.get("/serving/" + ENDPOINT + "/ping").statusCode()).isEqualTo(200);
        assertThat(one.get("/v2/models/" + ENDPOINT + "/ready").statusCode()).isEqualTo(200);
        assertThat(one.get("/q/metrics").body()).contains("millrace_replica_platform_up 1.0");
        assertThat(other.get("/v2/models/" + ENDPOINT).statusCode()).isEqualTo(404);
        assertThat(one.get(ENDPOINTS).statusCode()).isEqualTo(404);
        assertThat(one.get("/api/2.0/mlflow/experiments/get?experiment_id=0").statusCode())
            .isEqualTo(404);
      }
      ServerProcess.await(
          "replicas that stop to be forgotten", () -> replicas(platform).size() == 1);
    }
  }

  @Test
  void aReplicaWarmsTheNextVersionWithWhatThePlatformKeeps() throws Exception {
    Map<String, String> logsAccess =
        Map.of(
            "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true",
            // Its own category is one of those that are too quiet to see it.
            "QUARKUS_HTTP_ACCESS_LOG_CATEGORY", "access");
    try (ServerProcess platform = platform(logsAccess)) {
      serveFirstVersion(platform);
      keepRequests(platform);
      try (ServerProcess one = replica(platform, "one").awaitReady()) {
        awaitServing(one, "1");
        ServerProcess.await(
            "a request that the replica was asked to be kept",
            () -> {
              one.post(INVOCATIONS, LabelModels.REQUEST);
              return keptRequests(platform) > 0;
            });
        String recorded =
            "/api/millrace/v1/replicas/requests?endpoint=%s&version=1".formatted(ENDPOINT);
        assertThat(platform.get(recorded).body()).contains("dataframe_split");
        ServerProcess.await("this to be logged", () -> answered(platform, recorded) == 1);

        String second = models(platform).register("second");
        promote(platform, second).assertSucceeded();
        awaitServing(one, second);
        ServerProcess.await(
            "the replica to have asked, and been given them",
            () -> answered(platform, recorded) == 2);
      }
    }
  }

  /** How often a server answered this with more than an empty list, by its access log. */
  private static long answered(ServerProcess server, String path) {
    return Pattern.compile("\"GET " + Pattern.quote(path) + " HTTP/1\\.1\" 200 [1-9]\\d{2,}")
        .matcher(server.output())
        .results()
        .count();
  }

  @Test
  void replicasGoOnWithoutThePlatformAndFollowItAgain() throws Exception {
    int port = ServerProcess.freePort();
    ServerProcess first = platform(Map.of(), "--port", Integer.toString(port));
    try (ServerProcess one = replica(first, "one").awaitReady()) {
      String url = first.url();
      serveFirstVersion(first);
      awaitServing(one, "1");
      try (ServerProcess two = replica(first, "two").awaitReady()) {
        awaitServing(two, "1");
      }
      first.kill();

      ServerProcess.await(
          "the loss to be seen", () -> !serving(one).at("/platform").asText().equals("followed"));
      awaitServing(one, "1");
      assertThat(one.get("/q/health/ready").statusCode()).isEqualTo(200);
      try (ServerProcess two = launchReplica(url, "two", Map.of()).awaitReady()) {
        awaitServing(two, "1");
        ServerProcess.await(
            "two to be ready", () -> two.get("/q/health/ready").statusCode() == 200);
        assertThat(serving(two).at("/from_cache").asBoolean()).isTrue();
        assertThat(serving(two).at("/reason").asText()).contains("cannot be reached");
        assertThat(two.get("/q/metrics").body()).contains("millrace_replica_from_cache 1.0");

        try (ServerProcess again = platform(Map.of(), "--port", Integer.toString(port))) {
          ServerProcess.await(
              "replicas to report", () -> replicas(again).containsAll(List.of("one", "two")));
          ToolProcess.Result result = promote(again, models(again).register("second"));
          result.assertSucceeded();
          awaitServing(one, "2");
          awaitServing(two, "2");
          assertThat(serving(two).at("/from_cache").asBoolean()).isFalse();
        }
      }
    } finally {
      first.kill();
    }
  }

  @Test
  void aReplicaTakesPartInShadowsAndCanariesAndAnswersOverGrpcWithTls() throws Exception {
    Certificate own = Certificate.make(folder, "own");
    try (ServerProcess platform = platform(Map.of())) {
      serveFirstVersion(platform);
      try (ServerProcess one =
          ServerProcess.launchReplica(
                  folder.resolve("one"),
                  platform.url(),
                  Map.of("MILLRACE_SERVING_TRAFFIC_INTERVAL", "200ms"),
                  "--grpc-port",
                  "0",
                  "--grpc-tls-certificate",
                  own.file().toString(),
                  "--grpc-tls-key",
                  own.key().toString())
              .awaitReady()) {
        awaitServing(one, "1");
        assertThat(versionByGrpc(one, own)).isEqualTo("1");
        assertThatThrownBy(() -> versionByGrpc(one, Certificate.make(folder, "other")))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("UNAVAILABLE");

        String endpoint = ENDPOINTS + "/" + ENDPOINT;
        String plan = "{\"steps\": [50], \"min_requests\": 20, \"bake_seconds\": 0}";
        assertThat(platform.put(endpoint + "/canary", plan).statusCode()).isEqualTo(200);
        String second = models(platform).register("second");
        String shadow = "{\"version\": \"%s\", \"shadow\": {}}".formatted(second);
        assertThat(platform.put(endpoint + "/variants/next", shadow).statusCode()).isEqualTo(200);
        ServerProcess.await(
            "differences that the replica's shadow saw",
            () -> {
              one.post(INVOCATIONS, LabelModels.REQUEST);
              return json(platform, endpoint + "/variants/next/shadow").path("different").asLong()
                  > 0;
            });

        try (Callers callers = new Callers(ENDPOINT, List.of(one))) {
          ToolProcess.Result result = promote(platform, second);
          result.assertSucceeded();
          ServerProcess.await(
              "the canary to be done",
              () -> canary(platform).path("state").asText().equals("DONE"));
          assertThat(callers.calls()).allMatch(call -> call.status() == 200);
        }
        assertThat(canary(platform).at("/steps/0/to/requests").asLong())
            .as("asked of the replica alone")
            .isGreaterThanOrEqualTo(20);
        awaitServing(one, second);
        assertThat(versionByGrpc(one, own)).isEqualTo(second);
      }
    }
  }

  private static JsonNode canary(ServerProcess platform) {
    return json(platform, ENDPOINTS + "/" + ENDPOINT + "/canary").at("/canaries/0");
  }

  private static String versionByGrpc(ServerProcess server, Certificate trusted)
      throws IOException {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1",
                server.grpcPort(),
                TlsChannelCredentials.newBuilder().trustManager(trusted.file().toFile()).build())
            .build();
    try {
      ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName(ENDPOINT);
      for (String column : List.of("x", "y")) {
        request.addInputs(
            InferInputTensor.newBuilder()
                .setName(column)
                .setDatatype("FP64")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addFp64Contents(1)));
      }
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .modelInfer(request.build())
          .getModelVersion();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aReplicaThatCannotFetchAVersionFailsThePromotion() throws Exception {
    try (ServerProcess platform = platform(Map.of())) {
      serveFirstVersion(platform);
      try (ServerProcess one = replica(platform, "one").awaitReady()) {
        awaitServing(one, "1");
        Path contents = folder.resolve("one").resolve("replica").resolve("contents");
        Files.move(contents, contents.resolveSibling("away"));
        Files.createFile(contents);

        ToolProcess.Result result = promote(platform, models(platform).register("second"));
        String output = String.join("\n", result.output());
        assertThat(result.exitCode()).as(output).isEqualTo(7);
        assertThat(output).contains("on one refused version 2", "cache cannot be used");
        awaitServing(one, "1");
      }
    }
  }

  @Test
  void aReplicaWithoutThePlatformsTokenIsRefused() throws Exception {
    String token = "MILLRACE_SERVING_REPLICA_TOKEN";
    try (ServerProcess platform = platform(Map.of(token, "right-as-rain"))) {
      serveFirstVersion(platform);
      try (ServerProcess wrong =
              launchReplica(platform.url(), "wrong", Map.of(token, "wrong-as-night")).awaitReady();
          ServerProcess right =
              launchReplica(platform.url(), "right", Map.of(token, "right-as-rain\n"))
                  .awaitReady()) {
        awaitServing(right, "1");
        ServerProcess.await(
            "the refusal to be told", () -> wrong.output().contains("this replica is not let in"));
        assertThat(wrong.get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(serving(wrong).at("/reason").asText()).contains("answered 401", "replica token");
        assertThat(wrong.output()).doesNotContain("wrong-as-night");
        assertThat(right.output()).doesNotContain("right-as-rain");
        assertThat(platform.output()).doesNotContain("right-as-rain", "wrong-as-night");
        assertThat(platform.get("/api/millrace/v1/replicas/feed").statusCode()).isEqualTo(401);
        assertThat(wrong.post(INVOCATIONS, LabelModels.REQUEST).statusCode()).isEqualTo(404);
      }
    }
  }

  private ServerProcess platform(Map<String, String> variables, String... flags) {
    return ServerProcess.launch(folder.resolve("platform"), variables, flags).awaitReady();
  }

  private ServerProcess replica(ServerProcess platform, String name, String... flags) {
    return ServerProcess.launchReplica(
        folder.resolve(name), platform.url(), Map.of("MILLRACE_SERVING_REPLICA_NAME", name), flags);
  }

  private ServerProcess launchReplica(String url, String name, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("MILLRACE_SERVING_REPLICA_NAME", name);
    return ServerProcess.launchReplica(folder.resolve(name), url, all);
  }

  private LabelModels models(ServerProcess platform) {
    return new LabelModels(platform.url(), folder);
  }

  private void serveFirstVersion(ServerProcess platform) throws Exception {
    String version = models(platform).register("first");
    platform.post(ENDPOINTS, "{\"name\": \"%1$s\", \"model_name\": \"%1$s\"}".formatted(ENDPOINT));
    ToolProcess.Result result = promote(platform, version);
    result.assertSucceeded();
  }

  private ToolProcess.Result promote(ServerProcess platform, String version) throws Exception {
    return ToolProcess.run(
        List.of(
            ServerProcess.JAVA,
            "-jar",
            CLI.toString(),
            "models",
            "promote",
            LabelModels.MODEL,
            "--from",
            "version:" + version,
            "--wait-serving",
            "60s"),
        folder,
        Map.of("MILLRACE_URL", platform.url()),
        LIMIT);
  }

  private static void keepRequests(ServerProcess platform) {
    assertThat(platform.put(ENDPOINTS + "/" + ENDPOINT + "/request-log", "{}").statusCode())
        .isEqualTo(200);
  }

  private static void awaitServing(ServerProcess server, String version) {
    ServerProcess.await(
        "version " + version,
        () ->
            server
                .post(INVOCATIONS, LabelModels.REQUEST)
                .headers()
                .firstValue("X-Millrace-Model-Version")
                .filter(version::equals)
                .isPresent());
  }

  private static List<String> replicas(ServerProcess platform) {
    return json(platform, ENDPOINTS + "/" + ENDPOINT)
        .path("endpoint")
        .path("replicas")
        .findValuesAsText("name");
  }

  private static long swapsTo(ServerProcess platform, String version) {
    return json(platform, ENDPOINTS + "/" + ENDPOINT + "/swaps")
        .path("swaps")
        .findValuesAsText("to_version")
        .stream()
        .filter(version::equals)
        .count();
  }

  private static int keptRequests(ServerProcess platform) {
    return json(platform, ENDPOINTS + "/" + ENDPOINT + "/request-log/entries")
        .path("requests")
        .size();
  }

  private static JsonNode serving(ServerProcess replica) {
    for (JsonNode check : json(replica, "/q/health/ready").path("checks")) {
      if (check.path("name").asText().equals("serving")) {
        return check.path("data");
      }
    }
    throw new AssertionError("There is no check of serving.");
  }

  private static JsonNode json(ServerProcess server, String path) {
    try {
      return JSON.readTree(server.get(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
