package dev.millrace.serving.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Probabilities;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * Withholds the predictions of rows that the model is not sure enough of. How sure it is, is the
 * greatest of its {@link Probabilities}, or what one number tells of a model that answers with the
 * probability of one of two classes.
 */
final class Withholding {

  private final double least;

  /**
   * @param least confidence, from 0 to 1
   */
  Withholding(double least) {
    this.least = least;
  }

  /**
   * The predictions, with null in the place of those that are withheld, and {@code withheld}: their
   * rows.
   *
   * @param body with {@code predictions}
   * @throws MlflowException INVALID_STATE where the predictions have no probabilities
   */
  ObjectNode apply(ObjectNode body) {
    JsonNode predictions = body.get("predictions");
    JsonNode probabilities = probabilities(predictions);
    ArrayNode withheld = body.putArray("withheld");
    for (int row = 0; row < probabilities.size(); row++) {
      double confidence =
          confidence(probabilities.get(row)).orElseThrow(Withholding::withoutProbabilities);
      // What is no number is no confidence either.
      if (!(confidence >= least)) {
        withheld.add(row);
        withhold(predictions, row, probabilities.size());
      }
    }
    return body;
  }

  /** The list of rows, or the output that has the probabilities. */
  private static JsonNode probabilities(JsonNode predictions) {
    if (predictions.isArray()) {
      return predictions;
    }
    return StreamSupport.stream(predictions.spliterator(), false)
        .filter(output -> output.isArray() && !output.isEmpty())
        .filter(output -> confidence(output.get(0)).isPresent())
        .findFirst()
        .orElseThrow(Withholding::withoutProbabilities);
  }

  private static OptionalDouble confidence(JsonNode row) {
    if (row.isFloatingPointNumber()) {
      double probability = row.doubleValue();
      return probability >= 0 && probability <= 1
          ? OptionalDouble.of(Math.max(probability, 1 - probability))
          : OptionalDouble.empty();
    }
    return Probabilities.greatest(row);
  }

  private static void withhold(JsonNode predictions, int row, int rows) {
    if (predictions instanceof ArrayNode list) {
      list.setNull(row);
      return;
    }
    for (Map.Entry<String, JsonNode> output : predictions.properties()) {
      if (output.getValue() instanceof ArrayNode list && list.size() == rows) {
        list.setNull(row);
      }
    }
  }

  private static MlflowException withoutProbabilities() {
    return new MlflowException(
        ErrorCode.INVALID_STATE,
        "The endpoint withholds predictions that the model is not sure of, and this version tells"
            + " no probabilities.");
  }
}
