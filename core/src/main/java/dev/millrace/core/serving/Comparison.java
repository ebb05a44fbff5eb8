package dev.millrace.core.serving;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares predictions: numbers may differ by a tolerance, absolute below 1 and relative above; all
 * else must be the same. What the model adds to an object is no fault.
 */
public final class Comparison {

  private final double tolerance;
  private double worst;
  private @Nullable String fault;

  /**
   * @param tolerance of numbers, such as 1e-6
   */
  public Comparison(double tolerance) {
    this.tolerance = tolerance;
  }

  /** The largest difference of numbers that was seen. */
  public double worst() {
    return worst;
  }

  /** The first difference that is none of tolerance. */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * Compares two trees; of several calls the first difference is kept.
   *
   * @param path where the trees stand, empty for the predictions themselves
   */
  public void compare(JsonNode expected, JsonNode found, String path) {
    if (expected.isNumber() && found.isNumber()) {
      double scale = Math.max(1, Math.abs(expected.doubleValue()));
      double difference = Math.abs(expected.doubleValue() - found.doubleValue()) / scale;
      worst = Math.max(worst, difference);
      if (!(difference <= tolerance)) {
        note(expected, found, path);
      }
    } else if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(expected.get(i), found.get(i), path + "[" + i + "]");
      }
    } else if (expected.isObject() && found.isObject()) {
      for (Iterator<String> names = expected.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        compare(expected.get(name), found.path(name), path + "." + name);
      }
    } else if (!expected.equals(found)) {
      note(expected, found, path);
    }
  }

  private void note(JsonNode expected, JsonNode found, String path) {
    if (fault == null) {
      fault =
          "predictions%s should be %s and are %s".formatted(path, shown(expected), shown(found));
    }
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "absent" : node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
