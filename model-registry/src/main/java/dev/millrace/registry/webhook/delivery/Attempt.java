package dev.millrace.registry.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt to deliver went.
 *
 * @param httpStatus absent where there was no answer
 * @param body the beginning of the answer
 * @param error why it did not deliver; absent where it did
 * @param worthRetrying whether another attempt may succeed
 * @param retryAfter how long the receiver asks to wait
 */
public record Attempt(
    @Nullable Integer httpStatus,
    @Nullable String body,
    @Nullable String error,
    boolean worthRetrying,
    @Nullable Duration retryAfter) {

  /** Whether the receiver took it. */
  public boolean delivered() {
    return error == null;
  }

  static Attempt answered(int status, String body, @Nullable Duration retryAfter) {
    if (status >= 200 && status < 300) {
      return new Attempt(status, body, null, false, null);
    }
    // MLflow: 429 and the faults of a server are tried again, what the receiver refused is not.
    boolean worthRetrying = status == 429 || status >= 500;
    return new Attempt(
        status, body, "The receiver answered " + status + ".", worthRetrying, retryAfter);
  }

  static Attempt failed(String error, boolean worthRetrying) {
    return new Attempt(null, null, error, worthRetrying, null);
  }
}
