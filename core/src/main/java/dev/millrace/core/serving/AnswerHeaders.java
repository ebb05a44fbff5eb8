package dev.millrace.core.serving;

/** Headers of every answer of an endpoint, in whatever protocol: who gave it. */
public final class AnswerHeaders {

  public static final String ENDPOINT = "X-Millrace-Endpoint";

  /** The number of the registered version that answered. */
  public static final String MODEL_VERSION = "X-Millrace-Model-Version";

  private AnswerHeaders() {}
}
