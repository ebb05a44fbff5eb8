package dev.millrace.core.validation;

import dev.millrace.core.error.MlflowException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks on request fields with the words that MLflow's clients and tests look at. The name is the
 * wire name of the field, with its path in a batch ({@code metrics[0].key}).
 */
public final class Require {

  /** How MLflow ends the refusal of a single field. */
  public static final String SEE_DOCS =
      "See the API docs for more information about request parameters.";

  private Require() {}

  /** The value, or INVALID_PARAMETER_VALUE when it is absent. */
  public static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw missing(name);
    }
    return value;
  }

  /** The text, or INVALID_PARAMETER_VALUE when it is absent or empty. */
  public static String text(@Nullable String value, String name) {
    // MLflow: an empty string counts as absent, as protobuf cannot tell them apart.
    if (value == null || value.isEmpty()) {
      throw missing(name);
    }
    return value;
  }

  /** The number where it is not above the limit; the size of a page of runs is asked for so. */
  public static int atMost(int value, int limit, String name) {
    if (value > limit) {
      throw invalidValue(
          name, Integer.toString(value), " Hint: Value was of type 'int'. " + SEE_DOCS);
    }
    return value;
  }

  /** The number from 1 to a limit, or the other one when it is absent. */
  public static int upTo(int limit, @Nullable Integer value, int whereAbsent, String name) {
    if (value == null) {
      return whereAbsent;
    }
    if (value < 1 || value > limit) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is a number from 1 to %d.".formatted(name, limit));
    }
    return value;
  }

  /** The list, empty when it is absent. */
  public static <T> List<T> listOrEmpty(@Nullable List<T> value) {
    return value == null ? List.of() : value;
  }

  /**
   * The refusal of a value.
   *
   * @param value as the message shows it: a string comes quoted
   */
  public static MlflowException invalidValue(String name, String value, String hint) {
    return MlflowException.invalidParameter(
        "Invalid value " + value + " for parameter '" + name + "' supplied: " + hint);
  }

  /** The refusal of a value, in the words of the searches. */
  public static MlflowException invalidValueBare(String name, String value, String hint) {
    return MlflowException.invalidParameter(
        "Invalid value " + value + " for parameter '" + name + "' supplied. " + hint);
  }

  /** The number of a model's version, as the field {@code version} of a request has it. */
  public static int versionNumber(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException e) {
      throw MlflowException.invalidParameter("Parameter 'version' is the number of a version.");
    }
  }

  private static MlflowException missing(String name) {
    return MlflowException.invalidParameter(
        "Missing value for required parameter '" + name + "'. " + SEE_DOCS);
  }
}
