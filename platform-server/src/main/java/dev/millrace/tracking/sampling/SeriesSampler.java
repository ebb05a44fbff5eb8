package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics.Axis;
import dev.millrace.core.tracking.SampleMetrics.Bucket;
import dev.millrace.core.tracking.SampleMetrics.Point;
import dev.millrace.core.tracking.SampleMetrics.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes series out of points that come series by series. It holds the buckets of one series, never
 * its points: only a series that has no more points than buckets is kept whole.
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

  private final List<String> runIds;
  private final List<String> keys;
  private final Axis axis;
  private final Comparator<Point> order;
  private final int width;
  private final Consumer<Series> done;

  private int run;
  private int key;
  private long least;
  private long greatest;
  private long count;
  private @Nullable Point previous;
  private final List<Point> few = new ArrayList<>();
  private @Nullable BucketSum @Nullable [] buckets;

  SeriesSampler(
      List<String> runIds, List<String> keys, Axis axis, int width, Consumer<Series> done) {
    this.runIds = runIds;
    this.keys = keys;
    this.axis = axis;
    this.order = axis == Axis.STEP ? BY_STEP : BY_TIME;
    this.width = width;
    this.done = done;
  }

  @Override
  public void point(
      int ofRun,
      int ofKey,
      long ofLeast,
      long ofGreatest,
      long step,
      long timestampMillis,
      double value) {
    if (ofRun != run || ofKey != key) {
      end();
      run = ofRun;
      key = ofKey;
      least = ofLeast;
      greatest = ofGreatest;
    }
    Point point = new Point(step, timestampMillis, value);
    if (point.equals(previous)) {
      return;
    }
    previous = point;
    count++;
    if (buckets == null && few.size() == width) {
      buckets = new @Nullable BucketSum[width];
      few.forEach(this::sum);
      few.clear();
    }
    if (buckets == null) {
      few.add(point);
    } else {
      sum(point);
    }
  }

  /** Hands out the series that the last points belong to, if there were any. */
  @Override
  public void end() {
    if (count > 0) {
      few.sort(order);
      done.accept(
          new Series(
              runIds.get(run - 1),
              keys.get(key - 1),
              count,
              buckets == null,
              List.copyOf(few),
              buckets == null
                  ? List.of()
                  : Arrays.stream(buckets)
                      .filter(Objects::nonNull)
                      .map(BucketSum::bucket)
                      .toList()));
    }
    count = 0;
    previous = null;
    few.clear();
    buckets = null;
  }

  private void sum(Point point) {
    @Nullable BucketSum[] sums = Objects.requireNonNull(buckets);
    int place = bucketOf(axis == Axis.STEP ? point.step() : point.timestamp());
    BucketSum sum = sums[place];
    if (sum == null) {
      sums[place] = new BucketSum(point, order);
    } else {
      sum.add(point);
    }
  }

  /** The parts of the axis are equally long, but for rounding. */
  private int bucketOf(long x) {
    double span = (double) greatest - (double) least + 1;
    double part = ((double) x - (double) least) / span;
    return (int) Math.min(width - 1L, (long) (part * width));
  }

  /** What is known of the points of one bucket. */
  private static final class BucketSum {

    private final Comparator<Point> order;
    private long count;
    private long nan;
    private long infinite;
    private Point first;
    private Point last;
    private @Nullable Point min;
    private @Nullable Point max;

    BucketSum(Point point, Comparator<Point> order) {
      this.order = order;
      this.first = point;
      this.last = point;
      add(point);
    }

    void add(Point point) {
      count++;
      first = order.compare(point, first) < 0 ? point : first;
      last = order.compare(point, last) > 0 ? point : last;
      if (Double.isNaN(point.value())) {
        nan++;
      } else if (Double.isInfinite(point.value())) {
        infinite++;
      } else {
        min = min == null || point.value() < min.value() || ties(point, min) ? point : min;
        max = max == null || point.value() > max.value() || ties(point, max) ? point : max;
      }
    }

    /** Of equal values the earlier one stands. */
    private boolean ties(Point point, Point standing) {
      return point.value() == standing.value() && order.compare(point, standing) < 0;
    }

    Bucket bucket() {
      return new Bucket(
          count, first, last, min, max, nan == 0 ? null : nan, infinite == 0 ? null : infinite);
    }
  }
}
