package dev.millrace.bench.load;

/** A request that was not answered with 200; counted, and the first one's message reported. */
public final class FailedCall extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FailedCall(String message) {
    super(message);
  }

  public FailedCall(String message, Throwable cause) {
    super(message, cause);
  }
}
