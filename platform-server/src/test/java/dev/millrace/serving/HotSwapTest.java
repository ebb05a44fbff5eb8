package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.swaps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.CandidateLoader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class HotSwapTest {

  private static final int SWAPS = 20;
  private static final int CALLERS = 8;
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;

  @TestHTTPResource("/serving/")
  URI serving;

  @Test
  void twentySwapsUnderEightCallersFailNoRequest() throws Exception {
    String name = newName();
    for (int version = 1; version <= SWAPS + 1; version++) {
      registry.register(
          name, version, TestModels.labeller(models.resolve("" + version), "v" + version));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    final int loadedBefore = loader.loadedModels();

    Callers callers = new Callers(serving.resolve(name + "/invocations"));
    callers.start();
    callers.awaitAnswerFrom(1);
    for (int version = 2; version <= SWAPS + 1; version++) {
      registry.move(name, "champion", version);
      callers.awaitAnswerFrom(version);
    }
    callers.stop();

    assertThat(callers.failures).isEmpty();
    assertThat(callers.answersByVersion).hasSize(SWAPS + 1);
    Await.until("every old version freed", () -> loader.loadedModels() == loadedBefore);
    Await.until(
        "every swap's history complete",
        () -> swaps(name).getList("swaps.findAll { it.state == 'FREED' }").size() == SWAPS);
    Await.until("the files of old versions removed", () -> foldersOf(name) == 1);
  }

  @Test
  void onnxSessionsAreFreedToo() throws Exception {
    String name = newName();
    for (int version = 1; version <= 3; version++) {
      registry.register(
          name, version, TestModels.iris(models.resolve("o" + version), "model.onnx", ""));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    int loadedBefore = loader.loadedModels();
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    registry.move(name, "champion", 3);
    awaitLive(name, 3);

    Await.until("the old sessions freed", () -> loader.loadedModels() == loadedBefore);
  }

  private static long foldersOf(String name) {
    try (Stream<Path> files = Files.walk(Path.of("target/serving-test/work"), 2)) {
      return files.filter(file -> file.getFileName().toString().startsWith(name + "-")).count();
    } catch (IOException e) {
      // A folder was removed while it was looked at.
      return -1;
    }
  }

  /** Asks without pause and holds every answer against the version it names. */
  private static final class Callers {

    private final URI uri;
    // Not the JDK's client, which may lose a request by itself (ADR 0017).
    private final OkHttpClient client =
        new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> answersByVersion = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final List<Future<?>> running = new ArrayList<>();

    Callers(URI uri) {
      this.uri = uri;
    }

    void start() {
      for (int i = 0; i < CALLERS; i++) {
        running.add(threads.submit(this::call));
      }
    }

    void awaitAnswerFrom(int version) {
      Await.until(
          "an answer from version " + version,
          () -> answersByVersion.containsKey("" + version) || !failures.isEmpty());
    }

    void stop() throws ExecutionException, InterruptedException {
      stopping.set(true);
      for (Future<?> caller : running) {
        caller.get();
      }
      threads.shutdown();
    }

    private void call() {
      Request request =
          new Request.Builder().url(uri.toString()).post(RequestBody.create(ROW, JSON)).build();
      while (!stopping.get()) {
        try (Response answer = client.newCall(request).execute()) {
          check(answer);
        } catch (IOException e) {
          failures.add(e.toString());
        }
      }
    }

    private void check(Response answer) throws IOException {
      String version = answer.header("X-Millrace-Model-Version", "none");
      String body = answer.body().string();
      if (answer.code() == 200 && body.equals("{\"predictions\":[\"v" + version + "\"]}")) {
        answersByVersion.computeIfAbsent(version, v -> new AtomicInteger()).incrementAndGet();
      } else {
        failures.add(answer.code() + " from version " + version + ": " + body);
      }
    }
  }
}
