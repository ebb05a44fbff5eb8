package dev.millrace.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One server's MLflow API; every thread that calls it keeps a connection of its own. */
public final class Api {

  private static final String PREFIX = "/api/2.0/mlflow/";

  private final URI server;
  private final ThreadLocal<@Nullable HttpConnection> connections = new ThreadLocal<>();

  public Api(URI server) {
    this.server = server;
  }

  /** Posts and reads the whole answer; anything but 200 is a {@link FailedCall}. */
  public byte[] post(String path, String json) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #post}, with PUT. */
  public byte[] put(String path, String json) {
    return send("PUT", path, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Gets and reads the whole answer; {@code path} carries its own query string, and lies under
   * MLflow's 2.0 API unless it begins with a slash.
   */
  public byte[] get(String path) {
    return send("GET", path, new byte[0]);
  }

  /** As {@link #post}, for the few answers that a scenario looks into. */
  public JsonNode postForJson(String path, String json) {
    return parse(post(path, json));
  }

  /** As {@link #get}, for the few answers that a scenario looks into. */
  public JsonNode getJson(String path) {
    return parse(get(path));
  }

  private static JsonNode parse(byte[] body) {
    try {
      return MlflowJson.mapper().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] send(String method, String path, byte[] body) {
    try {
      HttpConnection.Answer answer =
          connection().call(method, path.startsWith("/") ? path : PREFIX + path, body);
      if (answer.status() != 200) {
        throw new FailedCall(path + " answered " + answer.status() + ": " + excerpt(answer));
      }
      return answer.body();
    } catch (IOException e) {
      throw new FailedCall(path + " failed: " + e, e);
    }
  }

  /**
   * Sends a block over and over, up to a length, and drops the answer's body.
   *
   * @return length of the answer's body
   */
  public long put(String path, byte[] block, long length) {
    return transfer("PUT", path, block, length);
  }

  /** Gets and drops an answer of any length; that length. */
  public long download(String path) {
    return transfer("GET", path, new byte[0], 0);
  }

  private long transfer(String method, String path, byte[] block, long length) {
    try {
      HttpConnection.Transferred done = connection().transfer(method, path, block, length);
      if (done.status() != 200) {
        throw new FailedCall(path + " answered " + done.status());
      }
      return done.received();
    } catch (IOException e) {
      throw new FailedCall(path + " failed: " + e, e);
    }
  }

  private HttpConnection connection() throws IOException {
    HttpConnection connection = connections.get();
    if (connection == null || !connection.isUsable()) {
      if (connection != null) {
        connection.close();
      }
      connection = new HttpConnection(server);
      connections.set(connection);
    }
    return connection;
  }

  private static String excerpt(HttpConnection.Answer answer) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    return body.substring(0, Math.min(300, body.length()));
  }
}
