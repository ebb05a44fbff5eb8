package dev.millrace.serving.runtime;

import org.jspecify.annotations.Nullable;

/** Why a model version cannot be served; the message is shown in the swap history. */
public final class UnservableModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnservableModelException(String reason) {
    this(reason, null);
  }

  public UnservableModelException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
