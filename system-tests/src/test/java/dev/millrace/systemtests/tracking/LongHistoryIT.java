package dev.millrace.systemtests.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.ServerProcess;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of a million points through a server whose heap could not hold it. */
class LongHistoryIT {

  private static final int BATCH = 1_000;
  private static final int BATCHES = 1_000;

  @Test
  void aMillionPointsPassThroughASmallHeap(@TempDir Path directory) throws Exception {
    try (ServerProcess server =
        ServerProcess.startByVariables(
            directory,
            Map.of("MILLRACE_PORT", "0", "MILLRACE_DATA_DIR", directory.resolve("data").toString()),
            "96m")) {
      String runId = newRun(server);
      inParallel(
          IntStream.range(0, BATCHES)
              .<Callable<Long>>mapToObj(batch -> () -> logBatch(server, runId, batch))
              .toList());
      String history =
          server.url() + "/api/2.0/mlflow/metrics/get-history?metric_key=loss&run_id=" + runId;
      List<Long> read = inParallel(List.of(() -> points(history), () -> points(history)));
      assertThat(read).containsExactly((long) BATCH * BATCHES, (long) BATCH * BATCHES);
    }
  }

  private static String newRun(ServerProcess server) throws Exception {
    return new ObjectMapper()
        .readTree(server.post("/api/2.0/mlflow/runs/create", "{\"experiment_id\":\"0\"}").body())
        .at("/run/info/run_id")
        .asText();
  }

  private static long logBatch(ServerProcess server, String runId, int batch) {
    String points =
        IntStream.range(batch * BATCH, (batch + 1) * BATCH)
            .mapToObj(
                i ->
                    "{\"key\":\"loss\",\"value\":"
                        + i
                        + ".5,\"timestamp\":"
                        + i
                        + ",\"step\":"
                        + i
                        + "}")
            .collect(Collectors.joining(","));
    HttpResponse<String> answer =
        server.post(
            "/api/2.0/mlflow/runs/log-batch",
            "{\"run_id\":\"" + runId + "\",\"metrics\":[" + points + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return batch;
  }

  /** Counts the points as they come, and sees that they come in the order of time. */
  private static long points(String url) throws Exception {
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    long next = 0;
    try (JsonParser json = new JsonFactory().createParser(answer.body())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals("timestamp")) {
          assertThat(json.nextLongValue(-1)).isEqualTo(next);
          next++;
        }
      }
    }
    return next;
  }

  private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : pool.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
