package dev.millrace.serving.runtime;

import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.InputSchema;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Holds the columns of a signature against the features of a model that takes numbers. */
public final class FeatureColumns {

  private FeatureColumns() {}

  /**
   * Refuses columns that are no numbers.
   *
   * @param why what the model takes, which ends the sentence
   */
  public static void requireNumbers(InputSchema.Columns columns, String why) {
    for (ColumnSpec column : columns.columns()) {
      if (!column.type().isNumeric()) {
        throw new UnservableModelException(
            "Column '%s' of the signature is of type %s, and %s"
                .formatted(column.name(), column.type().wireName(), why));
      }
    }
  }

  /** Refuses columns that are not the features, in whatever order. */
  public static void requireSame(Collection<String> columns, Collection<String> features) {
    Set<String> unknown = new LinkedHashSet<>(columns);
    features.forEach(unknown::remove);
    Set<String> missing = new LinkedHashSet<>(features);
    columns.forEach(missing::remove);
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      throw new UnservableModelException(
          "The signature's columns are not the model's features: not in the model "
              + unknown
              + ", not in the signature "
              + missing
              + ".");
    }
  }
}
