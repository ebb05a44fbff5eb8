package dev.millrace.serving.runtime;

import org.jspecify.annotations.Nullable;

/** Why a model version cannot be served; the message is shown in the swap history. */
public final class UnservableModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  public UnservableModelException(String reason) {
    this(reason, null);
  }

  /**
   * @param passing whether the same version may be servable later, as when what it needs could not
   *     be reached
   */
  public UnservableModelException(String reason, boolean passing) {
    super(reason);
    this.passing = passing;
  }

  public UnservableModelException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.passing = false;
  }

  /** Whether it is worth to try the same version again. */
  public boolean mayPass() {
    return passing;
  }
}
