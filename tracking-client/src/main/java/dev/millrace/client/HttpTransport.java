package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.artifact.ContentDigest;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sends requests and repeats those that may be repeated.
 *
 * <p>Retried as MLflow's own client does: 408, 429, 500, 502, 503, 504 and lost connections. A
 * write that would act twice ({@link Repeat#UNLESS_RECEIVED}) is repeated only where the server
 * said that it did nothing (429, 503) or was never reached. Each write carries an {@code
 * Idempotency-Key} that stays the same over its retries.
 */
final class HttpTransport {

  /** Whether a request may be sent again when its outcome is unknown. */
  enum Repeat {
    /** Doing it twice is doing it once. */
    SAFELY,
    /** Doing it twice makes two of something. */
    UNLESS_RECEIVED
  }

  /** An answer's head and body; the caller closes the body. */
  record Answer(HttpHeaders headers, InputStream body) {}

  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<Integer> NOT_ACTED_ON = Set.of(429, 503);
  private static final int LONGEST_ERROR_BODY = 1 << 20;
  private static final long SLOWEST_BYTES_PER_SECOND = 250_000;

  private final HttpClient http;
  private final ClientOptions options;

  HttpTransport(ClientOptions options) {
    this(
        options,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());
  }

  private HttpTransport(ClientOptions options, HttpClient http) {
    this.options = options;
    this.http = http;
  }

  /** The same connections, for calls that are tried for a shorter time. */
  HttpTransport within(Duration longest) {
    return options.retryFor().compareTo(longest) <= 0
        ? this
        : new HttpTransport(options.withRetryFor(longest), http);
  }

  /** The same connections, for calls that are tried once and not waited for long. */
  HttpTransport once(Duration longest) {
    return new HttpTransport(options.withRetryFor(Duration.ZERO).withRequestTimeout(longest), http);
  }

  ClientOptions options() {
    return options;
  }

  /** GET of a JSON answer. */
  <T> T get(String path, Map<String, String> query, Class<T> type) {
    HttpRequest.Builder request = request(path + queryString(query)).GET();
    return json(send(request, Repeat.SAFELY, "GET " + path), type);
  }

  /** A request with a JSON body and a JSON answer. */
  <T> T send(String method, String path, Object body, Repeat repeat, Class<T> type) {
    return json(exchange(method, path, body, repeat), type);
  }

  /** As {@link #send}, for answers whose content does not matter. */
  void send(String method, String path, Object body, Repeat repeat) {
    try (InputStream answer = exchange(method, path, body, repeat).body()) {
      answer.skipNBytes(answer.available());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #send}, handing out the answer's head too. */
  Answer exchange(String method, String path, Object body, Repeat repeat) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(method, BodyPublishers.ofByteArray(bytes(body)));
    return send(request, repeat, method + " " + path);
  }

  /**
   * PUT of raw bytes; the publisher must be able to publish again for a retry. The time an attempt
   * may take grows with the content: a slow upload is not a lost one.
   *
   * @param sha256 of the content, which the server compares with what arrives
   */
  void put(String path, BodyPublisher content, byte[] sha256) {
    Duration uploadTime =
        Duration.ofSeconds(Math.max(0, content.contentLength()) / SLOWEST_BYTES_PER_SECOND);
    HttpRequest.Builder request =
        request(path)
            .timeout(options.requestTimeout().plus(uploadTime))
            .header("Content-Type", "application/octet-stream")
            .header("Content-Digest", ContentDigest.of(sha256))
            .PUT(content);
    try (InputStream answer = send(request, Repeat.SAFELY, "PUT " + path).body()) {
      answer.skipNBytes(answer.available());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * GET of raw bytes; the caller closes the stream. Where the server tells their hash, the end of
   * the stream throws if they are others.
   */
  InputStream open(String path) {
    Answer answer = send(request(path).GET(), Repeat.SAFELY, "GET " + path);
    return answer
        .headers()
        .firstValue("Repr-Digest")
        .flatMap(ContentDigest::sha256Bytes)
        .<InputStream>map(expected -> new VerifiedStream(answer.body(), expected, path))
        .orElse(answer.body());
  }

  /** GET of server-sent events, those after an event on; the caller closes the stream. */
  InputStream openEvents(String path, String lastEventId) {
    HttpRequest.Builder request =
        request(path)
            .header("Accept", "text/event-stream, application/json")
            .header("Last-Event-ID", lastEventId)
            .GET();
    return send(request, Repeat.SAFELY, "GET " + path).body();
  }

  /** POST of raw bytes whose repetition the server knows by the path. */
  <T> T append(String path, byte[] content, Class<T> type) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(content));
    return json(send(request, Repeat.SAFELY, "POST " + path), type);
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(options.server() + pathAndQuery))
            .timeout(options.requestTimeout())
            .header("User-Agent", "millrace-java-client");
    if (options.authorization() != null) {
      request.header("Authorization", options.authorization());
    }
    return request;
  }

  private Answer send(HttpRequest.Builder builder, Repeat repeat, String what) {
    HttpRequest request = builder.build();
    RetryBudget budget = new RetryBudget(options.retryFor());
    try {
      while (true) {
        budget.countAttempt();
        try {
          HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
          if (response.statusCode() / 100 == 2) {
            return new Answer(response.headers(), response.body());
          }
          MlflowException error = errorOf(response);
          if (!mayRepeat(response.statusCode(), error, repeat)
              || !budget.await(RetryBudget.retryAfter(response.headers()))) {
            throw error;
          }
        } catch (IOException e) {
          if (!mayRepeat(e, repeat) || !budget.await(Optional.empty())) {
            throw unreachable(what, e, repeat, budget);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, what + " was interrupted before it was answered.", e);
    }
  }

  private static boolean mayRepeat(int status, MlflowException error, Repeat repeat) {
    // MLflow: INVALID_STATE is a 500, yet the state will be no other for being asked again.
    if (error.code() == ErrorCode.INVALID_STATE) {
      return false;
    }
    return (repeat == Repeat.SAFELY ? TRANSIENT : NOT_ACTED_ON).contains(status);
  }

  private static boolean mayRepeat(IOException e, Repeat repeat) {
    return repeat == Repeat.SAFELY || neverConnected(e);
  }

  private static boolean neverConnected(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  private MlflowException unreachable(
      String what, IOException e, Repeat repeat, RetryBudget budget) {
    Duration elapsed = budget.elapsed();
    String reason =
        neverConnected(e) ? "no connection" : e.getMessage() == null ? "lost" : e.getMessage();
    String outcome =
        repeat == Repeat.SAFELY || neverConnected(e)
            ? ""
            : " It is unknown whether the server acted on it.";
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "No answer from %s to %s (%s; %d %s in %.1f s).%s"
            .formatted(
                options.server(),
                what,
                reason,
                budget.attempts(),
                budget.attempts() == 1 ? "attempt" : "attempts",
                elapsed.toMillis() / 1000.0,
                outcome),
        e);
  }

  private static MlflowException errorOf(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    try (InputStream body = response.body()) {
      byte[] content = body.readNBytes(LONGEST_ERROR_BODY);
      return parseError(status, content)
          .orElseGet(
              () ->
                  new MlflowException(
                      codeFor(status),
                      "HTTP %d from %s: %s".formatted(status, response.uri(), shorten(content))));
    }
  }

  private static Optional<MlflowException> parseError(int status, byte[] content) {
    try {
      ErrorResponse error = MlflowJson.mapper().readValue(content, ErrorResponse.class);
      if (error == null || error.message() == null) {
        return Optional.empty();
      }
      return Optional.of(new MlflowException(codeOf(error, status), error.message()));
    } catch (IOException notOurs) {
      return Optional.empty();
    }
  }

  private static ErrorCode codeOf(ErrorResponse error, int status) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(error.errorCode())) {
        return code;
      }
    }
    return codeFor(status);
  }

  private static ErrorCode codeFor(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.PERMISSION_DENIED;
      case 404 -> ErrorCode.RESOURCE_DOES_NOT_EXIST;
      case 409 -> ErrorCode.RESOURCE_CONFLICT;
      case 429 -> ErrorCode.REQUEST_LIMIT_EXCEEDED;
      case 502, 503 -> ErrorCode.TEMPORARILY_UNAVAILABLE;
      case 408, 504 -> ErrorCode.DEADLINE_EXCEEDED;
      default -> status / 100 == 4 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL_ERROR;
    };
  }

  private static String shorten(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static <T> T json(Answer answer, Class<T> type) {
    try (InputStream body = answer.body()) {
      return MlflowJson.mapper().readValue(body, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static MlflowException unreadable(IOException e) {
    return new MlflowException(
        ErrorCode.INTERNAL_ERROR, "The server's answer could not be read: " + e.getMessage(), e);
  }

  private static byte[] bytes(Object body) {
    try {
      return MlflowJson.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This cannot be written as JSON: " + body, e);
    }
  }

  private static String queryString(Map<String, String> query) {
    String joined =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + UriParts.encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return joined.isEmpty() ? "" : "?" + joined;
  }
}
