package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the histories of metrics, thinned out so that a line drawn through them shows every
 * spike.
 *
 * @param runIds at most 100
 * @param metricKeys at most 20
 * @param width into how many buckets each history is divided, 500 where absent, at most 5,000
 * @param x what the buckets divide, the step where absent
 * @param start only points from here on, a step or milliseconds since 1970
 * @param end only points up to here, included
 * @param layout how the points are written, one by one where absent
 */
public record SampleMetrics(
    @Nullable List<String> runIds,
    @Nullable List<String> metricKeys,
    @Nullable Integer width,
    @Nullable Axis x,
    @Nullable Long start,
    @Nullable Long end,
    @Nullable Layout layout) {

  /** What a history is drawn over. */
  public enum Axis {
    STEP,
    TIME;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no axis has that name
     */
    @JsonCreator
    public static Axis fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** How points are written. */
  public enum Layout {
    /** Each point with the names of its parts. */
    POINTS,
    /**
     * A list of all steps, one of all times and one of all values: less than half as much to read.
     */
    COLUMNS;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no layout has that name
     */
    @JsonCreator
    public static Layout fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** One point as it was logged. */
  public record Point(long step, long timestamp, double value) {}

  /**
   * An equal part of the axis that holds points.
   *
   * @param first the first of its points on the axis, whatever its value
   * @param min the least finite value, the earliest where several are; absent where there is none
   * @param max the greatest finite value, alike
   * @param nan how many of its points are NaN, absent where none is
   * @param infinite how many of its points are infinite, absent where none is
   */
  public record Bucket(
      long count,
      Point first,
      Point last,
      @Nullable Point min,
      @Nullable Point max,
      @Nullable Long nan,
      @Nullable Long infinite) {}

  /**
   * The points that a line is drawn through, by the axis: all of them or, of each part of the axis
   * that holds some, the first, the last and both extremes, none of them twice.
   *
   * @param steps one of each point
   * @param timestamps milliseconds since 1970, one of each point
   * @param values one of each point
   * @param sizes how many of the points are of each part, 1 to 4; absent where they are all
   */
  public record PointColumns(
      List<Long> steps,
      List<Long> timestamps,
      List<Double> values,
      @Nullable List<Integer> sizes) {}

  /**
   * One metric of one run, with points in the range.
   *
   * @param count how many points are in the range
   * @param exact whether all of them are told: in {@code points}, otherwise there are {@code
   *     buckets}
   * @param points by the axis
   * @param buckets by the axis; parts without points are left out
   * @param columns in the place of both, where they were asked for
   */
  public record Series(
      String runId,
      String metricKey,
      long count,
      boolean exact,
      List<Point> points,
      List<Bucket> buckets,
      @Nullable PointColumns columns) {
    public Series {
      points = points == null ? List.of() : points;
      buckets = buckets == null ? List.of() : buckets;
    }
  }

  /** The series that have points, in the order they were asked for, run by run. */
  public record Response(List<Series> series) {
    public Response {
      series = series == null ? List.of() : series;
    }
  }
}
