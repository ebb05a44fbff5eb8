package dev.millrace.replica;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ModelFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A platform that hands out the files of one version and remembers what it was told. */
final class FakePlatform implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private volatile int status = 200;

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
        Optional.empty());
  }

  void put(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** From now on everything is answered with this status. */
  void answerWith(int code) {
    status = code;
  }

  /** What was asked for, in order. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path.substring(path.lastIndexOf('/') + 1));
    exchange.getRequestBody().readAllBytes();
    byte[] body = new byte[0];
    if (path.endsWith("/files")) {
      body = MlflowJson.mapper().writeValueAsBytes(new ModelFiles(entries()));
    } else if (path.endsWith("/content")) {
      body = files.get(query.substring(query.indexOf("path=") + "path=".length()));
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
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
