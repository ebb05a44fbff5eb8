package dev.millrace.tracking.sampling;

/** How far the points of one series were read, by step, time and value. */
final class SeriesCursor {

  private final long seriesId;
  private final int most;
  private long fromStep;
  private long fromTimestamp = Long.MIN_VALUE;
  private double fromValue = Double.NEGATIVE_INFINITY;
  private PointChunk chunk = PointChunk.EMPTY;
  private int next;
  private boolean mayHaveMore = true;

  /**
   * @param most points of one chunk, at least 2: a chunk begins with the last point of the one
   *     before
   * @param fromStep no point is before this step
   */
  SeriesCursor(long seriesId, int most, long fromStep) {
    this.seriesId = seriesId;
    this.most = most;
    this.fromStep = fromStep;
  }

  /** Takes the next points, from the place on that this cursor told. */
  void take(PointChunk points) {
    chunk = points;
    next = 0;
    mayHaveMore = points.size() == most;
    if (mayHaveMore) {
      fromStep = points.steps()[most - 1];
      fromTimestamp = points.timestamps()[most - 1];
      fromValue = points.values()[most - 1];
    }
  }

  /** Whether the points at hand are used up and there may be more. */
  boolean waits() {
    return !hasPoint() && mayHaveMore;
  }

  boolean hasPoint() {
    return next < chunk.size();
  }

  long step() {
    return chunk.steps()[next];
  }

  long timestamp() {
    return chunk.timestamps()[next];
  }

  double value() {
    return chunk.values()[next];
  }

  /** Goes on to the next point; a chunk that is used up is let go of. */
  void advance() {
    next++;
    if (!hasPoint()) {
      chunk = PointChunk.EMPTY;
      next = 0;
    }
  }

  /** Whether the point at hand comes before that of another series. */
  boolean isBefore(SeriesCursor other) {
    int order = Long.compare(step(), other.step());
    order = order != 0 ? order : Long.compare(timestamp(), other.timestamp());
    return (order != 0 ? order : Double.compare(value(), other.value())) < 0;
  }

  long seriesId() {
    return seriesId;
  }

  long fromStep() {
    return fromStep;
  }

  long fromTimestamp() {
    return fromTimestamp;
  }

  double fromValue() {
    return fromValue;
  }

  long most() {
    return most;
  }
}
