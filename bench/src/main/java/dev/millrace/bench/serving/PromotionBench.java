package dev.millrace.bench.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Promotes good and broken versions of a model in turn while its endpoint is asked: no request may
 * fail, none be answered by a broken version, and nothing of a version that failed may be left.
 */
final class PromotionBench {

  private static final int CONNECTIONS = 8;
  private static final Duration SLICE = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 10;
  private static final Duration FAILED_LIMIT = Duration.ofMinutes(2);
  private static final Pattern VERSION = Pattern.compile("\"model_version\":\"(\\d+)\"");
  private static final Pattern LOADED =
      Pattern.compile("(?m)^millrace_serving_loaded_models(?:\\{[^}]*})? ([\\d.]+)$");

  private final PrintStream console;
  private final Api api;
  private final String model;
  private final int goodVersions;
  private final AtomicLong byBroken = new AtomicLong();

  /**
   * @param model that has the versions from 1 to {@code goodVersions}, and an endpoint of its name
   */
  PromotionBench(PrintStream console, Api api, String model, int goodVersions) {
    this.console = console;
    this.api = api;
    this.model = model;
    this.goodVersions = goodVersions;
  }

  /** A table for people. */
  String measure(String body, int promotions) {
    List<Integer> broken =
        List.of(
            registerBroken("MLmodel", "flavors: ["),
            registerBroken("MLmodel", "flavors:\n  onnx: {data: model.onnx}\n"));
    promote(1);
    promote(2);
    long loadedBefore = loadedModels();
    List<Sample> slices = new ArrayList<>();
    try (LoadDriver driver = new LoadDriver(CONNECTIONS)) {
      AtomicLongArray sequences = driver.newSequences();
      CompletableFuture<Void> promoting =
          CompletableFuture.runAsync(() -> promoteAll(promotions, broken));
      while (!promoting.isDone()) {
        Sample slice = driver.drive((worker, i) -> ask(body), SLICE, sequences);
        slices.add(slice);
        console.printf(
            Locale.ROOT, "  %,.0f requests /s, errors %d%n", slice.rate(), slice.errors());
      }
      promoting.join();
    }
    Sample all = Sample.pooled(slices);
    return String.format(
        Locale.ROOT,
        "%n| %,d promotions, every other of a broken version | |%n|---|---:|%n"
            + "| requests | %,d |%n"
            + "| failed | %d |%n"
            + "| answered by a broken version | %d |%n"
            + "| p50, p99, ms | %.2f, %.2f |%n"
            + "| models in memory before and after | %d, %d |%n",
        promotions,
        all.latencyNanos().length,
        all.errors(),
        byBroken.get(),
        all.latencyMillis(0.5),
        all.latencyMillis(0.99),
        loadedBefore,
        loadedModels());
  }

  /** A new version of one file; the number that it has. */
  private int registerBroken(String file, String content) {
    JsonNode run =
        api.postForJson(
                "/api/2.0/mlflow/runs/create", "{\"experiment_id\": \"0\", \"start_time\": 1}")
            .path("run")
            .path("info");
    String id = run.path("run_id").asText();
    api.put(
        "/api/2.0/mlflow-artifacts/artifacts/0/%s/artifacts/broken/%s".formatted(id, file),
        content);
    return api.postForJson(
            "/api/2.0/mlflow/model-versions/create",
            "{\"name\": \"%1$s\", \"source\": \"runs:/%2$s/broken\", \"run_id\": \"%2$s\"}"
                .formatted(model, id))
        .path("model_version")
        .path("version")
        .asInt();
  }

  private void promoteAll(int promotions, List<Integer> broken) {
    for (int i = 0; i < promotions; i++) {
      if (i % 2 == 0) {
        int version = broken.get(i / 2 % broken.size());
        setAlias(version);
        awaitFailed(version);
      } else {
        promote(i / 2 % goodVersions + 1);
      }
    }
  }

  private void promote(int version) {
    setAlias(version);
    try {
      ServedModels.awaitLive(api, model, version);
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private void setAlias(int version) {
    api.post(
        "/api/2.0/mlflow/registered-models/alias",
        "{\"name\": \"%s\", \"alias\": \"champion\", \"version\": \"%d\"}"
            .formatted(model, version));
  }

  private void awaitFailed(int version) {
    long deadline = System.nanoTime() + FAILED_LIMIT.toNanos();
    while (!hasFailed(version)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Version " + version + " did not fail.");
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        throw stopped(e);
      }
    }
  }

  private boolean hasFailed(int version) {
    JsonNode deployments =
        api.getJson("/api/millrace/v1/endpoints/" + model).at("/endpoint/deployments");
    for (JsonNode deployment : deployments) {
      if (deployment.path("state").asText().equals("FAILED")
          && deployment.path("version").asInt() == version) {
        return true;
      }
    }
    return false;
  }

  private static IllegalStateException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private void ask(String body) {
    byte[] answer = api.post("/v2/models/" + model + "/infer", body);
    Matcher named = VERSION.matcher(new String(answer, StandardCharsets.UTF_8));
    if (!named.find() || Integer.parseInt(named.group(1)) > goodVersions) {
      byBroken.incrementAndGet();
    }
  }

  private long loadedModels() {
    Matcher loaded = LOADED.matcher(new String(api.get("/q/metrics"), StandardCharsets.UTF_8));
    return loaded.find() ? (long) Double.parseDouble(loaded.group(1)) : -1;
  }
}
