package dev.millrace.bench.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.bench.load.Api;
import dev.millrace.bench.server.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The models that are scored: made by the frameworks, registered, and behind endpoints. */
final class ServedModels {

  private static final Duration READY_LIMIT = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 10;

  private final Path folder;

  private ServedModels(Path folder) {
    this.folder = folder;
  }

  /** Trains the models and registers them; the version 1 of each has the alias champion. */
  static ServedModels prepare(Path mlflowPython, ServerProcess millrace, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Process preparing =
        new ProcessBuilder(
                mlflowPython.toString(),
                "bench/prepare_models.py",
                folder.toString(),
                millrace.url().toString())
            .inheritIO()
            .start();
    if (preparing.waitFor() != 0) {
      throw new IOException("the models could not be made");
    }
    return new ServedModels(folder);
  }

  /** What `prepare_models.py` made of a model. */
  Path files(String model) {
    return folder.resolve(model);
  }

  /** Whether a handler without a server around it can score the model: it is there as ONNX. */
  boolean hasBareHandler(String model) {
    return Files.exists(files(model).resolve("model.onnx"));
  }

  /** A request of so many rows in a protocol: `invocations` or `infer`. */
  String body(String model, String protocol, int rows) throws IOException {
    return Files.readString(
        files(model).resolve(protocol + "-" + rows + ".json"), StandardCharsets.UTF_8);
  }

  /** Registers a model's first version again, until there are so many. */
  static void registerMore(Api api, String model, int versions) {
    JsonNode first =
        api.getJson("model-versions/get?name=" + model + "&version=1").path("model_version");
    for (int version = 2; version <= versions; version++) {
      api.post(
          "/api/2.0/mlflow/model-versions/create",
          "{\"name\": \"%s\", \"source\": \"%s\", \"run_id\": \"%s\"}"
              .formatted(model, first.path("source").asText(), first.path("run_id").asText()));
    }
  }

  /** Opens an endpoint of the model's name and returns when it answers. */
  static void openEndpoint(Api api, String model) throws InterruptedException {
    api.post(
        "/api/millrace/v1/endpoints",
        "{\"name\": \"%s\", \"model_name\": \"%s\"}".formatted(model, model));
    awaitLive(api, model, 1);
  }

  /** Has the endpoint keep this share of its requests, with their answers. */
  static void keepRequests(Api api, String endpoint, double share) {
    api.put(
        "/api/millrace/v1/endpoints/" + endpoint + "/request-log",
        "{\"sample_rate\": %s}".formatted(share));
  }

  /** Returns when the endpoint answers with this version. */
  static void awaitLive(Api api, String endpoint, int version) throws InterruptedException {
    long deadline = System.nanoTime() + READY_LIMIT.toNanos();
    JsonNode seen = look(api, endpoint);
    while (!seen.path("live_version").asText().equals(Integer.toString(version))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Version " + version + " did not come up: " + seen);
      }
      Thread.sleep(LOOK_MILLIS);
      seen = look(api, endpoint);
    }
  }

  private static JsonNode look(Api api, String endpoint) {
    return api.getJson("/api/millrace/v1/endpoints/" + endpoint).path("endpoint");
  }
}
