package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.artifact.ContentDigest;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

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
  record Answer(Headers headers, InputStream body) {}

  /** Notes whether the first byte of a request left, after which it may have been acted on. */
  private static final class Departure extends EventListener {

    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
      sent = true;
    }
  }

  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);
  private static final Set<Integer> NOT_ACTED_ON = Set.of(429, 503);
  private static final int LONGEST_ERROR_BODY = 1 << 20;
  private static final long SLOWEST_BYTES_PER_SECOND = 250_000;
  private static final int IDLE_CONNECTIONS = 64;
  private static final int IDLE_SECONDS = 30;
  private static final Duration LONGEST_SILENCE_OF_EVENTS = Duration.ofMinutes(1);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType BYTES = MediaType.get("application/octet-stream");
  private static final MediaType YAML = MediaType.get("application/yaml");
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

  private final OkHttpClient http;
  private final ClientOptions options;

  HttpTransport(ClientOptions options) {
    this(
        options,
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
            .connectTimeout(options.connectTimeout())
            .followRedirects(false)
            // What may be sent twice is decided here.
            .retryOnConnectionFailure(false)
            .build());
  }

  private HttpTransport(ClientOptions options, OkHttpClient http) {
    this.options = options;
    this.http =
        http.newBuilder()
            .readTimeout(options.requestTimeout())
            .writeTimeout(options.requestTimeout())
            .build();
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
    Request.Builder request = request(path + queryString(query));
    return json(send(http, request, Repeat.SAFELY, "GET " + path), type);
  }

  /** A request with a JSON body and a JSON answer. */
  <T> T send(String method, String path, Object body, Repeat repeat, Class<T> type) {
    return json(exchange(method, path, body, repeat), type);
  }

  /**
   * As {@link #send}, where errors of some codes answer with the same body, if they answer with one
   * that has more than code and message.
   */
  <T> T send(
      String method, String path, Object body, Repeat repeat, Class<T> type, Set<ErrorCode> told) {
    try {
      return send(method, path, body, repeat, type);
    } catch (MlflowException e) {
      if (told.contains(e.code()) && e.getCause() instanceof ErrorBody answer) {
        return answer.as(type);
      }
      throw e;
    }
  }

  /** A request with a body in YAML and a JSON answer. */
  <T> T sendYaml(String method, String path, String yaml, Class<T> type) {
    Request.Builder request = request(path).method(method, RequestBody.create(yaml, YAML));
    return json(send(http, request, Repeat.SAFELY, method + " " + path), type);
  }

  /** A request with a body as it is, and headers beside those of every request. */
  Answer exchange(
      String path, byte[] content, String contentType, Map<String, String> headers, Repeat repeat) {
    Request.Builder request =
        request(path).post(RequestBody.create(content, MediaType.get(contentType)));
    headers.forEach(request::header);
    return send(http, request, repeat, "POST " + path);
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
    Request.Builder request =
        request(path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(method, RequestBody.create(bytes(body), JSON));
    return send(http, request, repeat, method + " " + path);
  }

  /** PUT of a file, as {@link #put(String, byte[], byte[])}. */
  void put(String path, Path file, byte[] sha256) throws IOException {
    put(path, RequestBody.create(file.toFile(), BYTES), Files.size(file), sha256);
  }

  /**
   * PUT of raw bytes. The time that the answer may take grows with the content: what is long to
   * send is long to store.
   *
   * @param sha256 of the content, which the server compares with what arrives
   */
  void put(String path, byte[] content, byte[] sha256) {
    put(path, RequestBody.create(content, BYTES), content.length, sha256);
  }

  private void put(String path, RequestBody content, long length, byte[] sha256) {
    Duration answerTime = options.requestTimeout().plusSeconds(length / SLOWEST_BYTES_PER_SECOND);
    Request.Builder request =
        request(path).header("Content-Digest", ContentDigest.of(sha256)).put(content);
    OkHttpClient patient = http.newBuilder().readTimeout(answerTime).build();
    try (InputStream answer = send(patient, request, Repeat.SAFELY, "PUT " + path).body()) {
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
    Answer answer = send(http, request(path), Repeat.SAFELY, "GET " + path);
    return Optional.ofNullable(answer.headers().get("Repr-Digest"))
        .flatMap(ContentDigest::sha256Bytes)
        .<InputStream>map(expected -> new VerifiedStream(answer.body(), expected, path))
        .orElse(answer.body());
  }

  /** GET of server-sent events, those after an event on; the caller closes the stream. */
  InputStream openEvents(String path, String lastEventId) {
    Request.Builder request =
        request(path)
            .header("Accept", "text/event-stream, application/json")
            .header("Last-Event-ID", lastEventId);
    OkHttpClient listening = http.newBuilder().readTimeout(LONGEST_SILENCE_OF_EVENTS).build();
    return send(listening, request, Repeat.SAFELY, "GET " + path).body();
  }

  /** POST of raw bytes whose repetition the server knows by the path. */
  <T> T append(String path, byte[] content, Class<T> type) {
    Request.Builder request = request(path).post(RequestBody.create(content, TEXT));
    return json(send(http, request, Repeat.SAFELY, "POST " + path), type);
  }

  private Request.Builder request(String pathAndQuery) {
    Request.Builder request =
        new Request.Builder()
            .url(options.server() + pathAndQuery)
            .header("User-Agent", "millrace-java-client")
            // Most servers are near; packing would cost more than it saves.
            .header("Accept-Encoding", "identity");
    if (options.authorization() != null) {
      request.header("Authorization", options.authorization());
    }
    return request;
  }

  private Answer send(OkHttpClient client, Request.Builder builder, Repeat repeat, String what) {
    Request request = builder.build();
    RetryBudget budget = new RetryBudget(options.retryFor());
    try {
      while (true) {
        budget.countAttempt();
        Departure departure = new Departure();
        try {
          Call call = client.newCall(request);
          call.addEventListener(departure);
          Response response = call.execute();
          if (response.isSuccessful()) {
            return new Answer(response.headers(), response.body().byteStream());
          }
          MlflowException error = errorOf(response);
          if (!mayRepeat(response.code(), error, repeat)
              || !budget.await(RetryBudget.retryAfter(response.header("Retry-After")))) {
            throw error;
          }
        } catch (IOException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw interrupted(what, e);
          }
          boolean harmless = repeat == Repeat.SAFELY || !departure.sent;
          if (!harmless || !budget.await(Optional.empty())) {
            throw unreachable(what, e, harmless, budget);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(what, e);
    }
  }

  private static MlflowException interrupted(String what, Exception cause) {
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        what + " was interrupted before it was answered.",
        cause);
  }

  private static boolean mayRepeat(int status, MlflowException error, Repeat repeat) {
    // MLflow: INVALID_STATE is a 500, yet the state will be no other for being asked again.
    if (error.code() == ErrorCode.INVALID_STATE) {
      return false;
    }
    return (repeat == Repeat.SAFELY ? TRANSIENT : NOT_ACTED_ON).contains(status);
  }

  private MlflowException unreachable(
      String what, IOException e, boolean harmless, RetryBudget budget) {
    Duration elapsed = budget.elapsed();
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "No answer from %s to %s (%s; %d %s in %.1f s).%s"
            .formatted(
                options.server(),
                what,
                reason(e),
                budget.attempts(),
                budget.attempts() == 1 ? "attempt" : "attempts",
                elapsed.toMillis() / 1000.0,
                harmless ? "" : " It is unknown whether the server acted on it."),
        e);
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException) {
      return "no connection";
    }
    return e.getMessage() == null ? "lost" : e.getMessage();
  }

  private static MlflowException errorOf(Response response) throws IOException {
    int status = response.code();
    try (InputStream body = response.body().byteStream()) {
      byte[] content = body.readNBytes(LONGEST_ERROR_BODY);
      return parseError(status, content)
          .orElseGet(
              () ->
                  new MlflowException(
                      codeFor(status),
                      "HTTP %d from %s: %s"
                          .formatted(status, response.request().url(), shorten(content))));
    }
  }

  private static Optional<MlflowException> parseError(int status, byte[] content) {
    try {
      JsonNode answer = MlflowJson.mapper().readTree(content);
      ErrorResponse error = MlflowJson.mapper().treeToValue(answer, ErrorResponse.class);
      if (error == null || error.message() == null) {
        return Optional.empty();
      }
      ErrorBody more = answer.size() > 2 ? new ErrorBody(answer) : null;
      return Optional.of(new MlflowException(codeOf(error, status), error.message(), more));
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
