package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics.Axis;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the points of one history in their order, those that several of its series have once.
 */
final class HistoryReader {

  private static final int FEWEST_POINTS = 16;

  private final SampleStore.History history;
  private final List<SeriesCursor> cursors;
  private final SampleStore.Sink sink;
  private boolean hasEnded;

  private boolean hasLast;
  private long lastStep;
  private long lastTimestamp;
  private double lastValue;

  /**
   * @param most points at hand of all of its series
   */
  HistoryReader(SampleStore.History history, Axis axis, int most, SampleStore.Sink sink) {
    this.history = history;
    this.sink = sink;
    Long[] ids = history.seriesIds();
    int each = Math.max(FEWEST_POINTS, most / ids.length);
    long fromStep = axis == Axis.STEP ? history.least() : Long.MIN_VALUE;
    this.cursors = Arrays.stream(ids).map(id -> new SeriesCursor(id, each, fromStep)).toList();
  }

  SampleStore.History history() {
    return history;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  /** The series that have to be read on before another point can be handed on. */
  List<SeriesCursor> waiting() {
    return cursors.stream().filter(SeriesCursor::waits).toList();
  }

  /** Hands on points as far as it is known which one is next. */
  void handOn() {
    for (SeriesCursor cursor = first(); cursor != null; cursor = first()) {
      tell(cursor.step(), cursor.timestamp(), cursor.value());
      cursor.advance();
    }
  }

  /** The series that the next point is of; null where none is, or more has to be read to know. */
  private @Nullable SeriesCursor first() {
    SeriesCursor first = null;
    for (SeriesCursor cursor : cursors) {
      if (cursor.waits()) {
        return null;
      }
      if (cursor.hasPoint() && (first == null || cursor.isBefore(first))) {
        first = cursor;
      }
    }
    if (first == null && !hasEnded) {
      hasEnded = true;
      sink.end();
    }
    return first;
  }

  /** The same point comes again from another series, or as the first one of the next chunk. */
  private void tell(long step, long timestamp, double value) {
    if (hasLast
        && step == lastStep
        && timestamp == lastTimestamp
        && Double.compare(value, lastValue) == 0) {
      return;
    }
    hasLast = true;
    lastStep = step;
    lastTimestamp = timestamp;
    lastValue = value;
    sink.point(step, timestamp, value);
  }
}
