package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.error.MlflowException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes one attempt to deliver: by POST, without redirects and proxies, to allowed addresses only,
 * within a time, and without reading more of an answer than its beginning.
 */
@Singleton
public final class WebhookSender {

  private static final long MOST_OF_ANSWER = 64 * 1024;

  private final AllowedDestinations destinations;
  private final SecretBox secrets;
  private final WebhookConfig config;
  private @Nullable OkHttpClient client;

  WebhookSender(AllowedDestinations destinations, SecretBox secrets, WebhookConfig config) {
    this.destinations = destinations;
    this.secrets = secrets;
    this.config = config;
  }

  /** Made when the first is sent: that takes longer than the rest of a start may. */
  private synchronized OkHttpClient client() {
    OkHttpClient made = client;
    if (made == null) {
      made =
          new OkHttpClient.Builder()
              .socketFactory(new GuardedSocketFactory(destinations::isAllowed))
              // A proxy would be the peer, and connect to whatever it is told.
              .proxy(Proxy.NO_PROXY)
              .followRedirects(false)
              .followSslRedirects(false)
              .retryOnConnectionFailure(false)
              // A connection for each attempt: none that the receiver has closed meanwhile, and its
              // address is looked at each time.
              .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
              .connectTimeout(config.connectTimeout())
              .readTimeout(config.timeout())
              .writeTimeout(config.timeout())
              .callTimeout(config.timeout())
              .build();
      client = made;
    }
    return made;
  }

  /** Sends the message once. Trouble of any kind is in the answer. */
  public Attempt send(Receiver receiver, Message message) {
    Request request;
    try {
      request = request(receiver, message);
    } catch (MlflowException e) {
      return Attempt.failed(e.text(), false);
    } catch (SecretBox.UnreadableSecretException e) {
      return Attempt.failed(String.valueOf(e.getMessage()), true);
    }
    try (Response response = client().newCall(request).execute()) {
      return Attempt.answered(
          response.code(), beginning(response), retryAfter(response.header("Retry-After")));
    } catch (RefusedAddressException e) {
      return Attempt.failed(String.valueOf(e.getMessage()), false);
    } catch (IOException e) {
      return Attempt.failed(describe(e), !isRefusal(e));
    }
  }

  private Request request(Receiver receiver, Message message)
      throws SecretBox.UnreadableSecretException {
    byte[] body =
        Envelope.write(
            receiver.format(),
            config.source(),
            message.eventId(),
            message.event(),
            message.occurredAtMillis(),
            message.data());
    // Of the attempt, not of the event: a receiver that refuses old ones takes a late retry.
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    Request.Builder request =
        new Request.Builder()
            // What is allowed may have changed since the webhook was made.
            .url(destinations.requireWellFormed(receiver.url()))
            .header("User-Agent", "millrace")
            .header("X-MLflow-Delivery-Id", message.deliveryId())
            .header("X-MLflow-Timestamp", timestamp)
            .post(RequestBody.create(body, MediaType.get(Envelope.contentType(receiver.format()))));
    if (receiver.sealedSecret() != null) {
      String secret = secrets.open(receiver.sealedSecret(), receiver.webhookId());
      request.header(
          "X-MLflow-Signature", WebhookSignature.of(secret, message.deliveryId(), timestamp, body));
    }
    return request.build();
  }

  private static String beginning(Response response) throws IOException {
    BufferedSource source = response.body().source();
    Buffer beginning = new Buffer();
    while (beginning.size() < MOST_OF_ANSWER
        && source.read(beginning, MOST_OF_ANSWER - beginning.size()) >= 0) {
      // The loop reads.
    }
    // PostgreSQL and JSON's readers take no NUL.
    return beginning.readUtf8().replace("\0", "");
  }

  /** Seconds, or a date. Source: RFC 9110, section 10.2.3. */
  private static @Nullable Duration retryAfter(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      if (header.strip().matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(header.strip()));
      }
      Instant date =
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), date);
      return wait.isNegative() ? null : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** OkHttp hangs the failures of the addresses it tried to the first of them. */
  private static boolean isRefusal(IOException e) {
    for (Throwable suppressed : e.getSuppressed()) {
      if (suppressed instanceof RefusedAddressException) {
        return true;
      }
    }
    return e.getCause() instanceof RefusedAddressException;
  }

  private static String describe(IOException e) {
    if (e instanceof UnknownHostException) {
      return "The name of the receiver is not known: " + e.getMessage();
    }
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
