package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What a worker answered.
 *
 * @param kind as {@code worker.py} names them
 * @param json predictions, or what is the matter
 */
record AnswerFrame(byte kind, byte[] json) {

  static final byte READY = 'R';
  static final byte ACKNOWLEDGED = 6;

  private static final byte PREDICTIONS = 'P';
  private static final byte REFUSED = 'I';

  private static final Logger LOG = Logger.getLogger(AnswerFrame.class);

  /**
   * The predictions.
   *
   * @param worker in whose name a failure is logged
   * @throws MlflowException INVALID_PARAMETER_VALUE where the model does not take the input,
   *     INTERNAL_ERROR with an id for the log where it failed
   */
  JsonNode predictions(String worker) {
    if (kind == PREDICTIONS) {
      return tree();
    }
    JsonNode fault = tree();
    if (kind == REFUSED) {
      throw MlflowException.invalidParameter(fault.path("message").asText());
    }
    String errorId = UUID.randomUUID().toString();
    LOG.errorf("error %s: %s: %s", errorId, worker, fault.path("trace").asText());
    throw new MlflowException(
        ErrorCode.INTERNAL_ERROR,
        "The model failed on this request (%s). The server's log has the cause under error id %s."
            .formatted(fault.path("type").asText(), errorId));
  }

  /** Why a model could not be loaded. */
  String loadFailure() {
    JsonNode fault = tree();
    LOG.errorf("a model could not be loaded: %s", fault.path("trace").asText());
    return fault.path("type").asText() + ": " + fault.path("message").asText();
  }

  private JsonNode tree() {
    try {
      return MlflowJson.mapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("a worker answered what is no JSON", e);
    }
  }
}
