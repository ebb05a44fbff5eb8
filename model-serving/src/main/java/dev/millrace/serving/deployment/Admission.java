package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.monitoring.EndpointMeters;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom an endpoint lets in: those with one of its keys, as often as the key may, or everyone. */
final class Admission {

  private final String endpoint;
  private final EndpointMeters meters;
  private volatile Rules rules = new Rules(false, Map.of());

  Admission(String endpoint, EndpointMeters meters) {
    this.endpoint = endpoint;
    this.meters = meters;
  }

  /**
   * @param keys by the hashes of their secrets
   */
  private record Rules(boolean requiresKey, Map<String, Known> keys) {}

  /**
   * @param bound of its requests; null where there is none
   */
  private record Known(KeySpec key, @Nullable Bucket bound) {}

  /** A key that stays as it is goes on with what it has left of its rate. */
  synchronized void update(boolean requiresKey, List<KeySpec> keys) {
    Map<String, Known> before = rules.keys();
    Map<String, Known> now = new HashMap<>();
    for (KeySpec key : keys) {
      Known known = before.get(key.hash());
      now.put(
          key.hash(),
          known != null && known.key().equals(key) ? known : new Known(key, bound(key)));
    }
    rules = new Rules(requiresKey, now);
  }

  /** A second's worth at once, or one request where that is less. */
  private static @Nullable Bucket bound(KeySpec key) {
    Double rate = key.requestsPerSecond();
    if (rate == null) {
      return null;
    }
    long burst = Math.max(1, (long) Math.ceil(rate));
    Duration refill = Duration.ofNanos((long) (burst / rate * 1e9));
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(burst, refill))
        .build();
  }

  /**
   * Lets a request in, or not.
   *
   * @param secret that came with it; null where none did
   * @throws MlflowException UNAUTHENTICATED where it needs a key and has none of the endpoint's,
   *     REQUEST_LIMIT_EXCEEDED where its key has been used too often
   */
  void admit(@Nullable String secret) {
    Rules now = rules;
    if (!now.requiresKey() && (secret == null || now.keys().isEmpty())) {
      return;
    }
    Known known = secret == null ? null : now.keys().get(KeySecret.hash(secret));
    if (known == null || isOver(known.key())) {
      if (now.requiresKey()) {
        meters.unknownKey();
        throw unauthenticated(secret, known);
      }
    } else if (known.bound() != null && !known.bound().tryConsume(1)) {
      meters.overRate();
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "The key '%s' of endpoint '%s' may make %s requests a second; ask again."
              .formatted(known.key().name(), endpoint, known.key().requestsPerSecond()));
    }
  }

  private MlflowException unauthenticated(@Nullable String secret, @Nullable Known known) {
    String told =
        secret == null
            ? "Endpoint '%s' is asked with a key: send the header Authorization: Bearer KEY."
            : known == null
                ? "The key is not one of endpoint '%s', or was taken away."
                : "The key is over: ask whoever owns endpoint '%s' for another.";
    return new MlflowException(ErrorCode.UNAUTHENTICATED, told.formatted(endpoint));
  }

  private static boolean isOver(KeySpec key) {
    return key.expiresAtMillis() != null && key.expiresAtMillis() <= System.currentTimeMillis();
  }
}
