package dev.millrace.core.serving;

import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/endpoints/{name}/drift}: what the versions were asked and answered in
 * a window of time, against a reference. Times are milliseconds since the epoch, both included.
 *
 * @param version that answered; all where it is absent
 * @param from the first millisecond; an hour before {@code to}
 * @param to the last millisecond; now
 * @param referenceFrom the window that is the reference, with {@code referenceTo}
 */
public record GetDrift(
    @Nullable String version,
    @Nullable Long from,
    @Nullable Long to,
    @Nullable Long referenceFrom,
    @Nullable Long referenceTo) {

  /** The answer; the versions by number. */
  public record Response(String endpoint, long from, long to, List<VersionDrift> versions) {

    public Response {
      versions = Require.listOrEmpty(versions);
    }
  }

  /** What a version is held against. */
  public enum ReferenceKind {
    /** The window that was asked for. */
    WINDOW,
    /** The training data of the version's run. */
    TRAINING,
    /** As long a time from the version's first request that is kept. */
    FIRST_WINDOW,
    /** Nothing: the version has no profile of its training data, and the window is its first. */
    NONE
  }

  /**
   * What a version is held against.
   *
   * @param dataset name and digest, where it is training data
   */
  public record Reference(
      ReferenceKind kind, @Nullable String dataset, @Nullable Long from, @Nullable Long to) {}

  /**
   * A version in the window.
   *
   * @param requests that it answered with predictions, and that were kept
   * @param unread of them, those without a body or whose values have no names
   * @param complete whether all requests of the window were looked at, and of the reference
   * @param features by what differs most
   * @param prediction the value that each row was predicted; absent where there is no single one
   * @param meanConfidence the mean of the greatest probability of each row; absent where the answer
   *     has none
   */
  public record VersionDrift(
      String version,
      long requests,
      long unread,
      boolean complete,
      Reference reference,
      List<FeatureDrift> features,
      @Nullable FeatureDrift prediction,
      @Nullable Double meanConfidence) {

    public VersionDrift {
      features = Require.listOrEmpty(features);
    }
  }

  /**
   * A feature in the window. What is of numbers is absent for others.
   *
   * @param rows that were asked, or predicted
   * @param missingShare of the rows without a value
   * @param outOfRangeShare of the numbers below the least or above the greatest of the reference
   * @param quantiles the least, the quarters between, the greatest
   * @param categories the most frequent ones of what is no number, up to ten
   * @param ks Kolmogorov-Smirnov distance to the reference, from 0 to 1
   * @param psi population stability index: over the tenths of the reference for numbers, over the
   *     categories else; absent where the reference does not have the like
   * @param meanShift difference of the means in standard deviations of the reference
   * @param missingShareChange against the reference
   * @param level absent where there is no reference
   */
  public record FeatureDrift(
      String name,
      long rows,
      double missingShare,
      @Nullable Double outOfRangeShare,
      @Nullable Double mean,
      List<Double> quantiles,
      List<Category> categories,
      @Nullable Double ks,
      @Nullable Double psi,
      @Nullable Double meanShift,
      @Nullable Double missingShareChange,
      @Nullable DriftLevel level) {

    public FeatureDrift {
      quantiles = Require.listOrEmpty(quantiles);
      categories = Require.listOrEmpty(categories);
    }
  }

  /** How often a category came. */
  public record Category(String value, double share) {}
}
