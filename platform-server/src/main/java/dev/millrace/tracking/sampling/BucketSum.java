package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics.Axis;
import dev.millrace.core.tracking.SampleMetrics.Bucket;
import dev.millrace.core.tracking.SampleMetrics.Point;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of the points of one bucket: there are so many that none of them is an object. */
final class BucketSum {

  private final Axis axis;
  private final Spot first;
  private final Spot last;
  private final Spot min;
  private final Spot max;
  private long count;
  private long nan;
  private long infinite;

  BucketSum(Axis axis) {
    this.axis = axis;
    first = new Spot(axis);
    last = new Spot(axis);
    min = new Spot(axis);
    max = new Spot(axis);
  }

  void add(long step, long timestamp, double value) {
    count++;
    if (first.isVacant || first.isAfter(step, timestamp, value)) {
      first.set(step, timestamp, value);
    }
    if (last.isVacant || !last.isAfter(step, timestamp, value)) {
      last.set(step, timestamp, value);
    }
    if (Double.isNaN(value)) {
      nan++;
    } else if (Double.isInfinite(value)) {
      infinite++;
    } else {
      if (min.isVacant || value < min.value || ties(min, step, timestamp, value)) {
        min.set(step, timestamp, value);
      }
      if (max.isVacant || value > max.value || ties(max, step, timestamp, value)) {
        max.set(step, timestamp, value);
      }
    }
  }

  /** Of equal values the earlier one stands. */
  private static boolean ties(Spot standing, long step, long timestamp, double value) {
    return value == standing.value && standing.isAfter(step, timestamp, value);
  }

  /** The bucket; not before there is a point in it. */
  Bucket bucket() {
    return new Bucket(
        count,
        new Point(first.step, first.timestamp, first.value),
        new Point(last.step, last.timestamp, last.value),
        min.point(),
        max.point(),
        nan == 0 ? null : nan,
        infinite == 0 ? null : infinite);
  }

  /** The first, the last and both extremes by the axis, each once; not before there is a point. */
  List<Point> shown() {
    return Stream.of(first, min, max, last)
        .map(Spot::point)
        .filter(Objects::nonNull)
        .distinct()
        .sorted(SeriesSampler.orderOn(axis))
        .toList();
  }

  /** The point that stands for something so far. */
  private static final class Spot {

    private final Axis axis;
    private boolean isVacant = true;
    private long step;
    private long timestamp;
    private double value;

    Spot(Axis axis) {
      this.axis = axis;
    }

    void set(long ofStep, long ofTimestamp, double ofValue) {
      isVacant = false;
      step = ofStep;
      timestamp = ofTimestamp;
      value = ofValue;
    }

    /** Whether a point comes before this one on the axis. */
    boolean isAfter(long otherStep, long otherTimestamp, double otherValue) {
      int bySteps = Long.compare(step, otherStep);
      int byTimes = Long.compare(timestamp, otherTimestamp);
      int order = axis == Axis.STEP ? bySteps : byTimes;
      order = order != 0 ? order : axis == Axis.STEP ? byTimes : bySteps;
      return (order != 0 ? order : Double.compare(value, otherValue)) > 0;
    }

    @Nullable Point point() {
      return isVacant ? null : new Point(step, timestamp, value);
    }
  }
}
