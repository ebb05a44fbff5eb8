package dev.millrace.serving.requestlog;

/** Why a body or an answer is not kept, in words that can be shown. */
public final class UnkeepableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnkeepableException(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
