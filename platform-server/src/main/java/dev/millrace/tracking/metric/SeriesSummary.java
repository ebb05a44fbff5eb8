package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one batch adds to one series. The run's own series of a key is told of the points of every
 * context, but only keeps those without one.
 */
final class SeriesSummary {

  /** A point and the series that keeps it. */
  record Located(SeriesContext context, Point point) {}

  private final SeriesContext context;
  private final Set<Point> own = new LinkedHashSet<>();
  private final List<Point> told = new ArrayList<>();

  private SeriesSummary(SeriesContext context) {
    this.context = context;
  }

  /** The series a batch touches, in the order they are locked in. */
  static TreeMap<SeriesContext, SeriesSummary> of(List<Metric> metrics) {
    TreeMap<SeriesContext, SeriesSummary> series = new TreeMap<>();
    for (Metric metric : metrics) {
      SeriesContext context = SeriesContext.of(metric);
      Point point = point(metric);
      boolean isNew = series.computeIfAbsent(context, SeriesSummary::new).own.add(point);
      if (isNew && !context.isOfRun()) {
        series.computeIfAbsent(context.ofRun(), SeriesSummary::new).told.add(point);
      }
    }
    return series;
  }

  /** Every point, once, with the series that keeps it. */
  static List<Located> ownPoints(TreeMap<SeriesContext, SeriesSummary> batch) {
    List<Located> points = new ArrayList<>();
    batch.forEach((context, s) -> s.own.forEach(p -> points.add(new Located(context, p))));
    return points;
  }

  /**
   * How many points each series was told of that were there before.
   *
   * @param written how many points each series took
   */
  static TreeMap<SeriesContext, Long> repeated(
      TreeMap<SeriesContext, SeriesSummary> batch, Map<SeriesContext, Long> written) {
    TreeMap<SeriesContext, Long> repeated = new TreeMap<>();
    batch.forEach(
        (context, s) -> {
          long missing = s.own.size() - written.getOrDefault(context, 0L);
          if (missing > 0) {
            repeated.merge(context, missing, Long::sum);
            if (!context.isOfRun()) {
              repeated.merge(context.ofRun(), missing, Long::sum);
            }
          }
        });
    return repeated;
  }

  SeriesContext context() {
    return context;
  }

  int size() {
    return own.size() + told.size();
  }

  /** Whether the points come with ever greater steps and times that never go back. */
  boolean isInOrder() {
    if (size() == 1) {
      return true;
    }
    List<Point> points = Stream.concat(own.stream(), told.stream()).sorted(Point.BY_STEP).toList();
    return IntStream.range(1, points.size())
        .allMatch(i -> points.get(i).follows(points.get(i - 1)));
  }

  Point last() {
    return reduce((a, b) -> Point.BY_STEP.compare(a, b) >= 0 ? a : b).orElseThrow();
  }

  Point first() {
    return reduce((a, b) -> Point.BY_STEP.compare(a, b) <= 0 ? a : b).orElseThrow();
  }

  /** The least value, the earliest where several are; empty where all are NaN. */
  Optional<Point> min() {
    return extreme((a, b) -> a.value() < b.value() || sameButEarlier(a, b) ? a : b);
  }

  /** The greatest value, the earliest where several are; empty where all are NaN. */
  Optional<Point> max() {
    return extreme((a, b) -> a.value() > b.value() || sameButEarlier(a, b) ? a : b);
  }

  private static boolean sameButEarlier(Point a, Point b) {
    return a.value() == b.value() && Point.BY_STEP.compare(a, b) <= 0;
  }

  private Optional<Point> extreme(BinaryOperator<Point> better) {
    return Stream.concat(own.stream(), told.stream())
        .filter(p -> !Double.isNaN(p.value()))
        .reduce(better);
  }

  private Optional<Point> reduce(BinaryOperator<Point> better) {
    return Stream.concat(own.stream(), told.stream()).reduce(better);
  }

  private static Point point(Metric metric) {
    Double value = metric.value();
    Long timestamp = metric.timestamp();
    Long step = metric.step();
    if (value == null || timestamp == null) {
      throw new IllegalArgumentException("a point has a value and a timestamp");
    }
    return new Point(step == null ? 0 : step, timestamp, value);
  }
}
