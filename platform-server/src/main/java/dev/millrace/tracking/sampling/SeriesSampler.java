package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics.Axis;
import dev.millrace.core.tracking.SampleMetrics.Layout;
import dev.millrace.core.tracking.SampleMetrics.Point;
import dev.millrace.core.tracking.SampleMetrics.PointColumns;
import dev.millrace.core.tracking.SampleMetrics.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a series out of the points of a history. It holds its buckets, never its points: only a
 * series that has no more points than buckets is kept whole.
 */
final class SeriesSampler implements SampleStore.Sink {

  private static final Comparator<Point> BY_STEP =
      Comparator.comparingLong(Point::step)
          .thenComparingLong(Point::timestamp)
          .thenComparingDouble(Point::value);
  private static final Comparator<Point> BY_TIME =
      Comparator.comparingLong(Point::timestamp)
          .thenComparingLong(Point::step)
          .thenComparingDouble(Point::value);

  private final String runId;
  private final String key;
  private final Axis axis;
  private final int width;
  private final boolean inColumns;
  private final long least;
  private final double span;

  private long count;
  private final List<Point> few = new ArrayList<>();
  private @Nullable BucketSum @Nullable [] buckets;
  private @Nullable Series series;

  /**
   * @param least the least place on the axis that the series has a point at
   * @param greatest the greatest such place
   */
  SeriesSampler(
      String runId, String key, Axis axis, int width, Layout layout, long least, long greatest) {
    this.runId = runId;
    this.key = key;
    this.axis = axis;
    this.width = width;
    this.inColumns = layout == Layout.COLUMNS;
    this.least = least;
    this.span = (double) greatest - (double) least + 1;
  }

  /** How points follow each other on the axis. */
  static Comparator<Point> orderOn(Axis axis) {
    return axis == Axis.STEP ? BY_STEP : BY_TIME;
  }

  @Override
  public void point(long step, long timestampMillis, double value) {
    count++;
    if (buckets == null && few.size() == width) {
      buckets = new @Nullable BucketSum[width];
      few.forEach(point -> sum(point.step(), point.timestamp(), point.value()));
      few.clear();
    }
    if (buckets == null) {
      few.add(new Point(step, timestampMillis, value));
    } else {
      sum(step, timestampMillis, value);
    }
  }

  @Override
  public void end() {
    if (count == 0) {
      return;
    }
    few.sort(orderOn(axis));
    List<BucketSum> sums = filled();
    boolean exact = sums.isEmpty();
    series =
        inColumns
            ? new Series(runId, key, count, exact, List.of(), List.of(), columns(sums))
            : new Series(
                runId,
                key,
                count,
                exact,
                List.copyOf(few),
                sums.stream().map(BucketSum::bucket).toList(),
                null);
    few.clear();
    buckets = null;
  }

  /** The buckets that hold points; none where the series is kept whole. */
  private List<BucketSum> filled() {
    List<BucketSum> filled = new ArrayList<>();
    if (buckets != null) {
      for (BucketSum sum : buckets) {
        if (sum != null) {
          filled.add(sum);
        }
      }
    }
    return filled;
  }

  private PointColumns columns(List<BucketSum> sums) {
    List<Point> shown = new ArrayList<>(few);
    List<Integer> sizes = new ArrayList<>();
    for (BucketSum sum : sums) {
      List<Point> ofBucket = sum.shown();
      shown.addAll(ofBucket);
      sizes.add(ofBucket.size());
    }
    return new PointColumns(
        shown.stream().map(Point::step).toList(),
        shown.stream().map(Point::timestamp).toList(),
        shown.stream().map(Point::value).toList(),
        sums.isEmpty() ? null : sizes);
  }

  /** What was made of the points; empty where there were none, or more are to come. */
  Optional<Series> series() {
    return Optional.ofNullable(series);
  }

  private void sum(long step, long timestampMillis, double value) {
    @Nullable BucketSum[] sums = Objects.requireNonNull(buckets);
    int place = bucketOf(axis == Axis.STEP ? step : timestampMillis);
    BucketSum sum = sums[place];
    if (sum == null) {
      sum = new BucketSum(axis);
      sums[place] = sum;
    }
    sum.add(step, timestampMillis, value);
  }

  /** The parts of the axis are equally long, but for rounding. */
  private int bucketOf(long x) {
    double part = ((double) x - (double) least) / span;
    return (int) Math.min(width - 1L, (long) (part * width));
  }
}
