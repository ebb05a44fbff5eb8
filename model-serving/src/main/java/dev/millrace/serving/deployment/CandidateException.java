package dev.millrace.serving.deployment;

import dev.millrace.core.validation.ShortText;
import org.jspecify.annotations.Nullable;

/** Why a candidate does not get to serve. */
final class CandidateException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;

  /**
   * @param worthRetrying whether the same version may succeed later, as when its files could not be
   *     reached
   */
  CandidateException(String reason, boolean worthRetrying, @Nullable Throwable cause) {
    super(ShortText.of(reason), cause);
    this.worthRetrying = worthRetrying;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  boolean isWorthRetrying() {
    return worthRetrying;
  }
}
