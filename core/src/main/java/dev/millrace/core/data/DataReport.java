package dev.millrace.core.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remarkable about the data of a run: rows of the evaluation data that are in the training
 * data too, and columns that look different in both.
 *
 * @param overlaps one for each pair of training and evaluation data
 * @param drifts the columns that differ most come first
 * @param complete whether all inputs and all columns are in the report
 */
public record DataReport(
    String runId,
    List<Input> inputs,
    List<Overlap> overlaps,
    List<Drift> drifts,
    boolean complete) {

  public DataReport {
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
    overlaps = overlaps == null ? List.of() : List.copyOf(overlaps);
    drifts = drifts == null ? List.of() : List.copyOf(drifts);
  }

  /** How far data that should be apart is the same. */
  public enum OverlapLevel {
    /** No shared row was seen. */
    NONE,
    /** Some rows are shared, fewer than one in a hundred, or where rows repeat anyway. */
    SUSPICIOUS,
    /** At least one in a hundred rows of the evaluation data was trained on. */
    LEAK
  }

  /** How far a column differs, beyond what chance does to samples of this size. */
  public enum DriftLevel {
    NONE,
    SOME,
    STRONG
  }

  /**
   * A dataset in one context.
   *
   * @param distinctRows how many different rows, about
   * @param missing why it cannot be compared; absent where it can
   */
  public record Input(
      String name,
      String digest,
      @Nullable String context,
      @Nullable Long rows,
      @Nullable Long distinctRows,
      @Nullable String missing) {}

  /**
   * Rows that two datasets share. The numbers are of different rows, and absent where the two
   * cannot be compared.
   *
   * @param sharedRows about
   * @param atLeast with {@code atMost} the bounds that hold in 95 of 100 cases
   * @param evaluationShare the shared rows as a share of those of the evaluation data
   * @param reason what else there is to know
   */
  public record Overlap(
      String training,
      String trainingDigest,
      String evaluation,
      String evaluationDigest,
      String evaluationContext,
      @Nullable Long sharedRows,
      @Nullable Long atLeast,
      @Nullable Long atMost,
      @Nullable Double evaluationShare,
      @Nullable OverlapLevel level,
      @Nullable String reason) {}

  /**
   * How a column of the evaluation data differs from that of the training data.
   *
   * @param ks Kolmogorov-Smirnov distance, from 0 to 1; absent, as the next two, where the column
   *     is not of numbers in both
   * @param psi population stability index over the tenths of the training data
   * @param meanShift difference of the means in standard deviations of the training data
   * @param nullShareChange share of rows without a value here less that share there
   */
  public record Drift(
      String column,
      String training,
      String evaluation,
      String evaluationContext,
      @Nullable Double ks,
      @Nullable Double psi,
      @Nullable Double meanShift,
      double nullShareChange,
      DriftLevel level) {}
}
