package dev.millrace.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.serving.VersionInput;
import org.jspecify.annotations.Nullable;

/** Rows for a model that takes a tensor of rows and features. */
final class Tensors {

  private static final int ROWS_AND_FEATURES = 2;

  private Tensors() {}

  /**
   * The only tensor; null where the model takes none.
   *
   * @throws ScoringException where rows cannot become what the model takes
   */
  static VersionInput.@Nullable Tensor only(VersionInput input) {
    if (input.tensors().isEmpty()) {
      return null;
    }
    VersionInput.Tensor tensor = input.tensors().get(0);
    if (input.tensors().size() > 1 || tensor.shape().size() != ROWS_AND_FEATURES) {
      throw new ScoringException(
          "The model takes something else than one tensor of rows and features: files of rows"
              + " cannot say that.");
    }
    return tensor;
  }

  static boolean holdsTexts(VersionInput.Tensor tensor) {
    return tensor.type().equals("str");
  }

  static ObjectNode request(VersionInput.Tensor tensor, ArrayNode matrix) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (tensor.name().isEmpty()) {
      request.set("inputs", matrix);
    } else {
      request.putObject("inputs").set(tensor.name(), matrix);
    }
    return request;
  }
}
