package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/endpoints/{name}/quality}: how good the predictions were whose ground
 * truth is known.
 *
 * @param from the first millisecond, since the epoch, in which a request came
 * @param to the last millisecond, included
 */
public record GetQuality(@Nullable Long from, @Nullable Long to) {

  /**
   * The answer.
   *
   * @param unmatched rows with a ground truth whose prediction was not kept, or is none that can be
   *     held against one value
   * @param versions that answered, by number
   */
  public record Response(String endpoint, long unmatched, List<VersionQuality> versions) {

    public Response {
      versions = Require.listOrEmpty(versions);
    }
  }

  /** What the predictions are. */
  public enum Kind {
    /** Texts, booleans or integers. */
    CLASSIFICATION,
    /** Numbers with a fraction. */
    REGRESSION
  }

  /**
   * The quality of a version's predictions; what does not fit its kind is absent.
   *
   * @param rows that were compared
   * @param accuracy the share of the rows that are as they should be
   * @param precision the mean over all classes, as are recall and f1; a class that never came, or
   *     was never predicted, counts with 0; absent where there are more than 1000 classes
   * @param mae the mean absolute error
   * @param rmse the root of the mean squared error
   * @param r2 the share of the variance that is explained; absent where nothing varies
   */
  public record VersionQuality(
      String version,
      Kind kind,
      long rows,
      @Nullable Double accuracy,
      @Nullable Double precision,
      @Nullable Double recall,
      @Nullable Double f1,
      @Nullable Double mae,
      @Nullable Double rmse,
      @Nullable Double r2) {}
}
