package dev.millrace.tracking.metric;

import java.util.Comparator;

/** One point of a series; points are equal when nothing tells them apart. */
record Point(long step, long timestampMillis, double value) {

  /** By step, then time, then value with NaN last, as PostgreSQL sorts them. */
  static final Comparator<Point> BY_STEP =
      Comparator.comparingLong(Point::step)
          .thenComparingLong(Point::timestampMillis)
          .thenComparingDouble(Point::value);

  Point {
    // PostgreSQL holds 0 and -0 for one value.
    value = value == 0 ? 0.0 : value;
  }

  /** Whether its step is greater than the other's, and its time not less. */
  boolean follows(Point other) {
    return step > other.step && timestampMillis >= other.timestampMillis;
  }
}
