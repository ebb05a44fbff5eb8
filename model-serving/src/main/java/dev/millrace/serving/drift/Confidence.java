package dev.millrace.serving.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalDouble;

/** The greatest probability of a row, where a model of classes answers with them. */
final class Confidence {

  private static final List<String> NAMES =
      List.of("probabilities", "probability", "output_probability", "scores");

  private static final double ROUNDING = 1e-3;

  private Confidence() {}

  /** Empty where the answer of MLflow's protocol has no probabilities for the row. */
  static OptionalDouble of(JsonNode answer, int row) {
    JsonNode predictions = answer.path("predictions");
    if (predictions.isObject()) {
      for (String name : NAMES) {
        if (predictions.has(name)) {
          return greatest(predictions.get(name).path(row));
        }
      }
      return OptionalDouble.empty();
    }
    JsonNode found = predictions.path(row);
    for (String name : NAMES) {
      if (found.has(name)) {
        return greatest(found.get(name));
      }
    }
    return greatest(found);
  }

  /** They are several, from 0 to 1, and make 1 together. */
  private static OptionalDouble greatest(JsonNode values) {
    double sum = 0;
    double greatest = 0;
    for (JsonNode value : values) {
      double number = value.asDouble(Double.NaN);
      if (!value.isNumber() || !(number >= 0 && number <= 1)) {
        return OptionalDouble.empty();
      }
      sum += number;
      greatest = Math.max(greatest, number);
    }
    return values.size() >= 2 && Math.abs(sum - 1) <= ROUNDING
        ? OptionalDouble.of(greatest)
        : OptionalDouble.empty();
  }
}
