package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * A request for predictions as it was kept, and its answer. Lists leave {@code body} and {@code
 * answer} out.
 *
 * @param at when it came, in milliseconds since the epoch
 * @param variant that answered; absent where none did
 * @param version that answered; absent where none did
 * @param contentType as the caller said it
 * @param latencyMillis until it was answered
 * @param errorCode absent where it was answered with predictions
 * @param bodyBytes how long its body was when it came
 * @param body as text: JSON, with tensors that came in binary written out, or CSV
 * @param bodyNote why the body was not kept
 * @param redacted whether values of the body, or of the answer, were replaced
 * @param answer as text
 * @param answerNote why the answer was not kept
 */
public record LoggedRequest(
    String requestId,
    long at,
    @Nullable String variant,
    @Nullable String version,
    Protocol protocol,
    @Nullable String contentType,
    double latencyMillis,
    @Nullable String errorCode,
    long bodyBytes,
    @Nullable String body,
    @Nullable String bodyNote,
    boolean redacted,
    @Nullable String answer,
    @Nullable String answerNote) {

  /** How body and answer are written. */
  public enum Protocol {
    /** MLflow's, in JSON. */
    MLFLOW_JSON,
    /** MLflow's, with a body in CSV. */
    MLFLOW_CSV,
    /** The Open Inference Protocol. */
    V2
  }
}
