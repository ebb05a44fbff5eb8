package dev.millrace.serving.runtime;

/**
 * The cause where what scores ended with a request in its hands: nobody can tell how far it was,
 * and only the caller may say that it is asked again.
 */
public class RequestLostException extends Exception {

  private static final long serialVersionUID = 1L;

  public RequestLostException(String reason) {
    super(reason);
  }
}
