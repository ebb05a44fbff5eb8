package dev.millrace.serving;

import dev.millrace.testing.Await;
import io.restassured.RestAssured;
import java.io.IOException;
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
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Ask an endpoint without pause and hold every answer against the version it names: version 2 of a
 * test's model predicts {@code v2}.
 */
final class Callers implements AutoCloseable {

  private static final int CALLERS = 8;
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  private final String uri;
  // Not the JDK's client, which may lose a request by itself (ADR 0017).
  private final OkHttpClient client =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> answersByVersion = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
  private final List<Future<?>> running = new ArrayList<>();

  private Callers(String uri) {
    this.uri = uri;
  }

  /** Callers that ask already. */
  static Callers of(String endpoint) {
    Callers callers =
        new Callers(
            "http://localhost:%d/serving/%s/invocations".formatted(RestAssured.port, endpoint));
    for (int i = 0; i < CALLERS; i++) {
      callers.running.add(callers.threads.submit(callers::call));
    }
    return callers;
  }

  void awaitAnswerFrom(int version) {
    int before = answersFrom(version);
    Await.until(
        "an answer from version " + version,
        () -> answersFrom(version) > before || !failures.isEmpty());
  }

  int answersFrom(int version) {
    AtomicInteger answers = answersByVersion.get("" + version);
    return answers == null ? 0 : answers.get();
  }

  int versions() {
    return answersByVersion.size();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns when the last answer has come. */
  @Override
  public void close() throws ExecutionException, InterruptedException {
    stopping.set(true);
    for (Future<?> caller : running) {
      caller.get();
    }
    threads.shutdown();
  }

  private void call() {
    Request request = new Request.Builder().url(uri).post(RequestBody.create(ROW, JSON)).build();
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
