package dev.millrace.serving.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;

/** A loaded model. It scores from many threads at once and holds memory until it is closed. */
public interface RuntimeModel extends AutoCloseable {

  /** What the model takes: its signature, or what the framework says where none was logged. */
  InputSchema inputSchema();

  /**
   * Scores every row.
   *
   * @param params the request's {@code params}, an empty object where there are none
   * @return lists, maps, arrays, numbers, strings and booleans, as they go into {@code predictions}
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the input or a
   *     parameter is not one the model can score
   */
  Object score(ModelInput input, ObjectNode params);

  /** Gives the memory back. Nothing may be scored from then on. */
  @Override
  void close();
}
