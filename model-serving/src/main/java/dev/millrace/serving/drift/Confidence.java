package dev.millrace.serving.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.Probabilities;
import java.util.List;
import java.util.OptionalDouble;

/** The greatest probability of a row, where a model of classes answers with them. */
final class Confidence {

  private static final List<String> NAMES =
      List.of("probabilities", "probability", "output_probability", "scores");

  private Confidence() {}

  /** Empty where the answer of MLflow's protocol has no probabilities for the row. */
  static OptionalDouble of(JsonNode answer, int row) {
    JsonNode predictions = answer.path("predictions");
    if (predictions.isObject()) {
      for (String name : NAMES) {
        if (predictions.has(name)) {
          return Probabilities.greatest(predictions.get(name).path(row));
        }
      }
      return OptionalDouble.empty();
    }
    JsonNode found = predictions.path(row);
    for (String name : NAMES) {
      if (found.has(name)) {
        return Probabilities.greatest(found.get(name));
      }
    }
    return Probabilities.greatest(found);
  }
}
