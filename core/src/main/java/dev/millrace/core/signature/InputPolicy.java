package dev.millrace.core.signature;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a table is held to the columns of a model. What is absent is refused.
 *
 * @param extraColumns what becomes of those that the model does not take
 * @param missingColumns what becomes of values that the model requires and the request has not
 * @param otherTypes what becomes of values of another type than the column's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputPolicy(
    @Nullable ExtraColumns extraColumns,
    @Nullable MissingColumns missingColumns,
    @Nullable OtherTypes otherTypes) {

  /** Nothing is left out and nothing filled in. */
  public static final InputPolicy STRICT = new InputPolicy(null, null, null);

  /**
   * What MLflow's scoring server takes is taken, as far as the model is asked what was sent: where
   * MLflow makes another value of it, 5 of 5.7 or true of any text, it is refused still.
   */
  public static final InputPolicy MLFLOW_COMPATIBLE =
      new InputPolicy(ExtraColumns.IGNORE, MissingColumns.NULL, OtherTypes.CONVERT);

  /** What becomes of columns that the model does not take. */
  public enum ExtraColumns {
    REFUSE,
    IGNORE
  }

  /**
   * What becomes of required values that are not there. NULL has the model asked with none, which
   * integers and booleans cannot stand for: those are refused.
   */
  public enum MissingColumns {
    REFUSE,
    NULL
  }

  /**
   * What becomes of values of another type. CONVERT takes those that stand for one of the column's
   * and lose nothing by it: numbers and booleans written as text, true for 1, numbers for texts.
   */
  public enum OtherTypes {
    REFUSE,
    CONVERT
  }

  /** The same, with what is absent as another has it. */
  public InputPolicy or(InputPolicy other) {
    return new InputPolicy(
        extraColumns == null ? other.extraColumns : extraColumns,
        missingColumns == null ? other.missingColumns : missingColumns,
        otherTypes == null ? other.otherTypes : otherTypes);
  }

  boolean ignoresExtra() {
    return extraColumns == ExtraColumns.IGNORE;
  }

  boolean allowsMissing() {
    return missingColumns == MissingColumns.NULL;
  }

  boolean converts() {
    return otherTypes == OtherTypes.CONVERT;
  }
}
