package dev.millrace.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One server's MLflow API over HTTP/1.1 with kept connections, for as many threads as call it. */
public final class Api {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;

  public Api(URI server) {
    this.base = server.resolve("/api/2.0/mlflow/");
  }

  /** Posts and reads the whole answer; anything but 200 is a {@link FailedCall}. */
  public byte[] post(String path, String json) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** Gets and reads the whole answer; {@code path} carries its own query string. */
  public byte[] get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).GET().build());
  }

  /** As {@link #post}, for the few answers that a scenario looks into. */
  public JsonNode postForJson(String path, String json) {
    try {
      return MlflowJson.mapper().readTree(post(path, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new FailedCall(
            request.uri().getPath()
                + " answered "
                + response.statusCode()
                + ": "
                + excerpt(response));
      }
      return response.body();
    } catch (IOException e) {
      throw new FailedCall(request.uri().getPath() + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedCall("interrupted", e);
    }
  }

  private static String excerpt(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return body.substring(0, Math.min(300, body.length()));
  }
}
