package dev.millrace.serving.batch;

/** The job is not this server's any more: others have it, or it was deleted. */
final class LostJobException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostJobException() {
    super("The job is not this server's any more.");
  }
}
