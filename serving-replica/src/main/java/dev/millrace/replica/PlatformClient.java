package dev.millrace.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.ReplicaToken;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.feed.ModelFiles;
import dev.millrace.serving.feed.RecordedRequestList;
import dev.millrace.serving.feed.ServingFeed;
import dev.millrace.serving.replay.RecordedRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks the platform. Nothing waits longer than it says, whatever becomes of the network. */
@Singleton
class PlatformClient {

  private static final String ROUTE = "/api/millrace/v1/replicas";
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_REASON = 500;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();
  private final URI platform;
  private final Duration pollWait;
  private final long slowestBytesPerSecond;
  private final Optional<ReplicaToken> token;

  @Inject
  PlatformClient(ReplicaConfig config, ServingConfig serving) {
    this(
        config.platformUrl(),
        config.pollWait(),
        Math.max(1, config.slowestDownload().asLongValue()),
        ReplicaToken.of(serving));
  }

  PlatformClient(
      URI platform, Duration pollWait, long slowestBytesPerSecond, Optional<ReplicaToken> token) {
    this.platform = platform;
    this.pollWait = pollWait;
    this.slowestBytesPerSecond = slowestBytesPerSecond;
    this.token = token;
  }

  /**
   * What is served, as soon as it is another than this revision; empty where it is the same for as
   * long as the platform waits.
   *
   * @param waits whether it is to wait for that at all
   */
  Optional<ServingFeed> feed(@Nullable String revision, boolean waits) {
    Duration wait = waits ? pollWait : Duration.ZERO;
    String query =
        revision == null
            ? "?wait_millis=0"
            : "?revision=" + encoded(revision) + "&wait_millis=" + wait.toMillis();
    HttpResponse<byte[]> answer =
        send(request("/feed" + query).GET(), BodyHandlers.ofByteArray(), wait.plus(PATIENCE));
    return answer.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(required(answer), ServingFeed.class));
  }

  /** The files of a model version. */
  List<ArtifactEntry> files(ModelUri model) {
    return read(
            required(
                send(request("/files" + query(model)).GET(), BodyHandlers.ofByteArray(), PATIENCE)),
            ModelFiles.class)
        .files();
  }

  /** What a version was asked behind an endpoint that keeps its requests, newest first. */
  List<RecordedRequest> recorded(String endpoint, int version) {
    return read(
            required(
                send(
                    request("/requests?endpoint=" + encoded(endpoint) + "&version=" + version)
                        .GET(),
                    BodyHandlers.ofByteArray(),
                    PATIENCE)),
            RecordedRequestList.class)
        .requests();
  }

  /** Copies a file to a place where there is none. */
  void download(ModelUri model, ArtifactEntry entry, Path target) {
    byte[] nothing = {};
    required(
        send(
            request("/content" + query(model) + "&path=" + encoded(entry.path())).GET(),
            answer ->
                answer.statusCode() == 200
                    ? BodySubscribers.mapping(BodySubscribers.ofFile(target), file -> nothing)
                    : BodySubscribers.ofByteArray(),
            PATIENCE.plusSeconds(entry.sizeBytes() / slowestBytesPerSecond)));
  }

  /** Tells something of this replica. */
  void tell(String method, UUID replica, String what, Object report) {
    BodyPublisher body;
    try {
      body = BodyPublishers.ofByteArray(MlflowJson.mapper().writeValueAsBytes(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report could not be written as JSON.", e);
    }
    required(
        send(
            request("/" + replica + what)
                .header("Content-Type", "application/json")
                .method(method, body),
            BodyHandlers.ofByteArray(),
            PATIENCE));
  }

  /** Tells that this replica ends. */
  void forget(UUID replica) {
    required(
        send(request("/" + replica).DELETE(), BodyHandlers.ofByteArray(), Duration.ofSeconds(1)));
  }

  private HttpRequest.Builder request(String route) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(platform + ROUTE + route));
    token.ifPresent(each -> request.header("Authorization", each.authorization()));
    return request;
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, BodyHandler<T> handler, Duration patience) {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request.build(), handler);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable("it did not answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unreachable(why(cause), cause);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable("this replica stops", e);
    }
  }

  private static String why(Throwable cause) {
    String said = cause.getMessage();
    if (said != null) {
      return said;
    }
    return cause instanceof ConnectException
        ? "nothing listens there"
        : cause.getClass().getSimpleName();
  }

  private PlatformException unreachable(String why, Throwable cause) {
    return PlatformException.away(
        "The platform at %s cannot be reached: %s.".formatted(platform, why), cause);
  }

  private byte[] required(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == 200) {
      return answer.body();
    }
    String reason = reason(answer.body());
    if (reason != null) {
      throw PlatformException.answered(
          status, "The platform at %s answered %d: %s".formatted(platform, status, reason));
    }
    throw PlatformException.answeredByAnother(
        status,
        "What answers at %s answered %d, and not as a Millrace platform does."
            .formatted(platform, status));
  }

  /** What an error of a Millrace platform says; null where it is none. */
  private static @Nullable String reason(byte[] body) {
    try {
      ErrorResponse error = MlflowJson.mapper().readValue(body, ErrorResponse.class);
      String message = error.errorCode() == null ? null : error.message();
      return message == null
          ? null
          : message.substring(0, Math.min(LONGEST_REASON, message.length()));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private <T> T read(byte[] json, Class<T> type) {
    try {
      return MlflowJson.mapper().readValue(json, type);
    } catch (IOException e) {
      throw PlatformException.away(
          "The platform at " + platform + " answered something unknown.", e);
    }
  }

  private static String query(ModelUri model) {
    return "?model=" + encoded(model.name()) + "&version=" + model.version();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
