package dev.millrace.serving.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.serving.ScoringRequest;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import java.util.List;

/** A loaded model. It scores from many threads at once and holds memory until it is closed. */
public interface RuntimeModel extends AutoCloseable {

  /** What the model takes: its signature, or what the framework says where none was logged. */
  InputSchema inputSchema();

  /**
   * What the model answers, as far as it can be said before it is asked; one that is alone may be
   * without a name.
   */
  default List<TensorSpec> outputs() {
    return List.of();
  }

  /** The library that scores and the form of its files, such as {@code onnxruntime_onnx}. */
  default String platform() {
    return "";
  }

  /**
   * Scores every row.
   *
   * @param params the request's {@code params}, an empty object where there are none
   * @return lists, maps, arrays, numbers, strings and booleans, or one JsonNode, as they go into
   *     {@code predictions}
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the input or a
   *     parameter is not one the model can score
   */
  Object score(ModelInput input, ObjectNode params);

  /**
   * As {@link #score(ModelInput, ObjectNode)}.
   *
   * @param mayRepeat whether the caller allows that the model is asked a second time, where what
   *     scores ended in the midst of it
   */
  default Object score(ModelInput input, ObjectNode params, boolean mayRepeat) {
    return score(input, params);
  }

  /** Whether scoring waits for another process, which may be busy, or hang. */
  default boolean waitsForOthers() {
    return false;
  }

  /** How many requests it scores at the same time; others wait within it. */
  default int lanes() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Memory that the model holds outside of this process, in bytes. */
  default long memoryElsewhereBytes() {
    return 0;
  }

  /**
   * Scores a body of MLflow's scoring protocol.
   *
   * @throws dev.millrace.core.error.MlflowException as {@link #score} and {@link
   *     ScoringRequest#fromJson}
   */
  default Object scoreJson(byte[] body) {
    ScoringRequest request = ScoringRequest.fromJson(body, inputSchema());
    return score(request.input(), request.params());
  }

  /** Gives the memory back. Nothing may be scored from then on. */
  @Override
  void close();
}
