package dev.millrace.platform.launch;

import dev.millrace.core.file.FileTrees;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.StartupException;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A start that is only for the JVM to watch: with {@code -XX:ArchiveClassesAtExit} it writes down
 * the classes that the start and the first requests needed, and later starts map them instead of
 * loading them. It touches nothing of the user's: its database and its artifacts are made for it
 * and thrown away.
 */
public final class Rehearsal implements QuarkusApplication {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern RUN_ID = Pattern.compile("\"run_id\":\"([0-9a-f]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Turns the options away from whatever variables and files say about real data. */
  static void arrange(ServerOptions options) {
    try {
      options.dataDir = Files.createTempDirectory("millrace-rehearsal-");
    } catch (IOException e) {
      throw new StartupException("There is no temporary directory for the rehearsal: " + e, e);
    }
    options.host = "127.0.0.1";
    options.port = 0;
    options.grpc.switchOff();
    options.databaseUrl = null;
    options.artifacts = null;
    options.allowedHosts = List.of();
    options.allowedOrigins = List.of();
  }

  /** Once nothing uses it any more. */
  static void tidyUp(ServerOptions options) {
    try {
      FileTrees.delete(options.dataDir);
    } catch (IOException e) {
      Console.complain("The rehearsal left " + options.dataDir + " behind: " + e);
    }
  }

  @Override
  public int run(String... args) throws IOException, InterruptedException {
    get("/health");
    get("/q/health/ready");
    get("/");
    String run = post("runs/create", "{\"experiment_id\":\"0\",\"start_time\":1}");
    Matcher runId = RUN_ID.matcher(run);
    if (!runId.find()) {
      throw new IOException("no run_id in " + run);
    }
    post(
        "runs/log-batch",
        """
        {"run_id":"%s","metrics":[{"key":"loss","value":0.5,"timestamp":1,"step":1}],
         "params":[{"key":"rate","value":"0.1"}],"tags":[{"key":"kind","value":"rehearsal"}]}
        """
            .formatted(runId.group(1)));
    get("/api/2.0/mlflow/runs/get?run_id=" + runId.group(1));
    get("/api/2.0/mlflow/metrics/get-history?metric_key=loss&run_id=" + runId.group(1));
    post("runs/search", "{\"experiment_ids\":[\"0\"],\"filter\":\"metrics.loss < 1\"}");
    post("experiments/search", "{\"max_results\":10}");
    Console.say("The rehearsal is over.");
    return 0;
  }

  private void get(String path) throws IOException, InterruptedException {
    send(request(path).GET());
  }

  private String post(String call, String json) throws IOException, InterruptedException {
    return send(
        request("/api/2.0/mlflow/" + call)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private static HttpRequest.Builder request(String path) {
    String url = ConfigProvider.getConfig().getValue("millrace.url", String.class);
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer + ": " + answer.body());
    }
    return answer.body();
  }
}
