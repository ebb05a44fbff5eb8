package dev.millrace.tracking.metric;

import java.util.stream.LongStream;

/**
 * Which of many points stay when a history is thinned out: the first of each of so many buckets of
 * equal size, the larger ones first, and the last point in place of the last bucket's.
 *
 * <p>Source: SQL's {@code ntile}, as MLflow uses it.
 */
final class EvenSample {

  private EvenSample() {}

  /**
   * The numbers of the points that stay, ascending.
   *
   * @param total how many points there are, numbered from 0; none or fewer: nothing stays
   * @param most how many may stay, at least 1
   */
  static LongStream of(long total, int most) {
    if (total <= most) {
      return LongStream.range(0, Math.max(0, total));
    }
    long width = total / most;
    long wider = total % most;
    return LongStream.concat(
        LongStream.range(0, most - 1).map(bucket -> bucket * width + Math.min(bucket, wider)),
        LongStream.of(total - 1));
  }
}
