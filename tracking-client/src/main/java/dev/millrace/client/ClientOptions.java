package dev.millrace.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches its server. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param server base URL, scheme {@code http} or {@code https}, no trailing slash; a path prefix is
 *     kept
 * @param connectTimeout longest wait for a connection, per attempt
 * @param requestTimeout longest wait for the head of an answer, per attempt
 * @param retryFor longest time one call may take with all its retries; zero means a single attempt
 * @param authorization value of the {@code Authorization} header, or null for none
 * @param heartbeat how often an open run tells that it is alive; zero for never
 */
public record ClientOptions(
    URI server,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration retryFor,
    @Nullable String authorization,
    Duration heartbeat) {

  /** Where a server listens when it was told nothing else. */
  public static final String DEFAULT_SERVER = "http://127.0.0.1:5000";

  /** A server without credentials: 5 s to connect, 120 s per attempt, retries for 120 s. */
  public static ClientOptions of(String server) {
    return new ClientOptions(
        baseUri(server),
        Duration.ofSeconds(5),
        Duration.ofSeconds(120),
        Duration.ofSeconds(120),
        null,
        Duration.ofSeconds(30));
  }

  /**
   * Reads {@code MILLRACE_URL}, else {@code MLFLOW_TRACKING_URI}, else {@link #DEFAULT_SERVER};
   * credentials from {@code MLFLOW_TRACKING_TOKEN}, else {@code MLFLOW_TRACKING_USERNAME} and
   * {@code MLFLOW_TRACKING_PASSWORD}.
   */
  public static ClientOptions fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static ClientOptions fromEnvironment(Map<String, String> environment) {
    String server =
        firstPresent(
            environment.get("MILLRACE_URL"),
            environment.get("MLFLOW_TRACKING_URI"),
            DEFAULT_SERVER);
    return of(server).withCredentialsFrom(environment);
  }

  /** The same options for another server; credentials are kept. */
  public ClientOptions withServer(String url) {
    return new ClientOptions(
        baseUri(url), connectTimeout, requestTimeout, retryFor, authorization, heartbeat);
  }

  public ClientOptions withRetryFor(Duration duration) {
    return new ClientOptions(
        server, connectTimeout, requestTimeout, duration, authorization, heartbeat);
  }

  public ClientOptions withRequestTimeout(Duration duration) {
    return new ClientOptions(server, connectTimeout, duration, retryFor, authorization, heartbeat);
  }

  /**
   * How often an open run tells the server that it is alive, from 100 ms to a day; zero for never.
   */
  public ClientOptions withHeartbeat(Duration interval) {
    return new ClientOptions(
        server, connectTimeout, requestTimeout, retryFor, authorization, interval);
  }

  /** Sends {@code Authorization: Bearer TOKEN}. */
  public ClientOptions withToken(String token) {
    return withAuthorization("Bearer " + token);
  }

  /** Sends HTTP Basic credentials. */
  public ClientOptions withBasicAuth(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return withAuthorization("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private ClientOptions withAuthorization(String value) {
    return new ClientOptions(server, connectTimeout, requestTimeout, retryFor, value, heartbeat);
  }

  private ClientOptions withCredentialsFrom(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    if (token != null && !token.isEmpty()) {
      return withToken(token);
    }
    String username = environment.get("MLFLOW_TRACKING_USERNAME");
    String password = environment.get("MLFLOW_TRACKING_PASSWORD");
    return username == null || password == null ? this : withBasicAuth(username, password);
  }

  private static String firstPresent(@Nullable String a, @Nullable String b, String fallback) {
    if (a != null && !a.isBlank()) {
      return a;
    }
    return b != null && !b.isBlank() ? b : fallback;
  }

  private static URI baseUri(String url) {
    URI uri = URI.create(url.strip().replaceAll("/+$", ""));
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "A server is named by an http or https URL such as "
              + DEFAULT_SERVER
              + ", got '"
              + url
              + "'.");
    }
    return uri;
  }

  /** Names the server; the credentials stay out of logs. */
  @Override
  public String toString() {
    return "ClientOptions[server=" + server + ", retryFor=" + retryFor + "]";
  }
}
