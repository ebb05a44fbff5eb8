package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorResponse;

/** How the families of routes write a refusal, whoever refuses: a route, a filter or the server. */
public final class ErrorForm {

  private static final String INFERENCE = "/v2";

  private ErrorForm() {}

  /** A refusal under the Open Inference Protocol. */
  record InferenceError(String error) {}

  /** The body that a refusal on this path has. */
  public static Object of(String path, ErrorResponse refusal) {
    return isInference(path) ? new InferenceError(refusal.message()) : refusal;
  }

  /** Whether the path is one of the Open Inference Protocol. */
  public static boolean isInference(String path) {
    return path.equals(INFERENCE) || path.startsWith(INFERENCE + "/");
  }
}
