package dev.millrace.core.serving;

/**
 * Headers of every answer of an endpoint, in whatever protocol, and of requests for one. Version
 * and variant are named once one was chosen to answer, by a refusal too.
 */
public final class AnswerHeaders {

  public static final String ENDPOINT = "X-Millrace-Endpoint";

  /** The number of the registered version that answered. */
  public static final String MODEL_VERSION = "X-Millrace-Model-Version";

  /** The variant that answered: {@code primary}, or the name of another. */
  public static final String VARIANT = "X-Millrace-Variant";

  /** Of a request: those with the same key are answered by the same variant. */
  public static final String REQUEST_KEY = "X-Millrace-Request-Key";

  /**
   * What the request is called. Of a request: the caller's own name for it, in the form of {@link
   * RequestId}.
   */
  public static final String REQUEST_ID = "X-Millrace-Request-Id";

  private AnswerHeaders() {}
}
