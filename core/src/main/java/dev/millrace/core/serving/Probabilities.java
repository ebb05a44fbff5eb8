package dev.millrace.core.serving;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/** How sure a model is of a row, where it answers with the probabilities of classes. */
public final class Probabilities {

  private static final double ROUNDING = 1e-3;

  private Probabilities() {}

  /**
   * The greatest of a row's probabilities: several numbers from 0 to 1 that make 1 together, in a
   * list or by class. Empty where the row has no such numbers.
   */
  public static OptionalDouble greatest(JsonNode row) {
    double sum = 0;
    double greatest = 0;
    for (JsonNode each : row) {
      double number = each.isNumber() ? each.doubleValue() : Double.NaN;
      if (!(number >= 0 && number <= 1)) {
        return OptionalDouble.empty();
      }
      sum += number;
      greatest = Math.max(greatest, number);
    }
    return row.size() >= 2 && Math.abs(sum - 1) <= ROUNDING
        ? OptionalDouble.of(greatest)
        : OptionalDouble.empty();
  }
}
