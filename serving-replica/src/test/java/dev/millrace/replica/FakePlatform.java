package dev.millrace.replica;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ModelFiles;
import dev.millrace.serving.feed.RecordedRequestList;
import dev.millrace.serving.replay.RecordedRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A platform that hands out the files of one version and remembers what it was told. */
final class FakePlatform implements AutoCloseable {

  private static final String MILLRACE_ERROR = "{\"error_code\":\"REFUSED\",\"message\":\"no\"}";

  private final HttpServer server;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private volatile int status = 200;
  private volatile String error = MILLRACE_ERROR;
  private volatile boolean damaged;
  private volatile List<RecordedRequest> recorded = List.of();

  FakePlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/millrace/v1/replicas", this::answer);
    server.start();
  }

  /** Asks it, as a replica does. */
  PlatformClient client() {
    return new PlatformClient(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        Duration.ofSeconds(10),
        1 << 20,
        Optional.empty());
  }

  void put(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** From now on these were asked of every version. */
  void record(RecordedRequest... requests) {
    recorded = List.of(requests);
  }

  /** From now on everything is answered with this status, as Millrace does. */
  void answerWith(int code) {
    status = code;
    error = MILLRACE_ERROR;
  }

  /** From now on a proxy answers in its place. */
  void answerAsProxyWith(int code) {
    status = code;
    error = "<html>nginx</html>";
  }

  /** Whether files come otherwise than they were announced. */
  void damage(boolean whether) {
    damaged = whether;
  }

  /** Refuses every report with this text in it. */
  void refuse(String text) {
    refused.add(text);
  }

  /** The reports that were taken, as JSON. */
  synchronized List<String> taken() {
    return List.copyOf(taken);
  }

  /** What was asked for, in order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path.substring(path.lastIndexOf('/') + 1));
    String report = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int code = refused.stream().anyMatch(report::contains) ? 400 : status;
    byte[] body = new byte[0];
    if (code != 200) {
      body = error.getBytes(StandardCharsets.UTF_8);
    } else if (path.endsWith("/files")) {
      body = MlflowJson.mapper().writeValueAsBytes(new ModelFiles(entries()));
    } else if (path.endsWith("/replicas/requests")) {
      body = MlflowJson.mapper().writeValueAsBytes(new RecordedRequestList(recorded));
    } else if (path.endsWith("/content")) {
      body = files.get(query.substring(query.indexOf("path=") + "path=".length()));
      body = damaged ? Arrays.copyOf(body, body.length - 1) : body;
    } else {
      taken.add(report);
    }
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private List<ArtifactEntry> entries() throws IOException {
    List<ArtifactEntry> entries = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      entries.add(
          new ArtifactEntry(
              file.getKey(),
              file.getValue().length,
              Sha256.hex(Sha256.of(new ByteArrayInputStream(file.getValue())))));
    }
    return entries;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
