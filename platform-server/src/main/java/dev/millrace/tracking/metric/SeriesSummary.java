package dev.millrace.tracking.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What some batches add to one series. The run's own series of a key is told of the points of every
 * context, but only keeps those without one.
 */
final class SeriesSummary {

  private final SeriesContext context;
  private final List<Point> own = new ArrayList<>();
  private final List<Point> told = new ArrayList<>();

  /** The own points, once some came that may be there already. */
  private @Nullable Set<Point> known;

  private boolean cameInOrder = true;
  private Point latest;
  private Point last;
  private Point first;
  private @Nullable Point min;
  private @Nullable Point max;

  private SeriesSummary(SeriesContext context, Point point) {
    this.context = context;
    latest = point;
    last = point;
    first = point;
  }

  /** The series that batches touch, in the order they came up in. */
  static Map<SeriesContext, SeriesSummary> of(List<MetricInboxStore.Taken> batches) {
    Map<SeriesContext, SeriesSummary> series = new LinkedHashMap<>();
    for (MetricInboxStore.Taken taken : batches) {
      PackedPoints.forEach(
          taken.runKey(),
          taken.batch().points(),
          (context, point) -> {
            boolean isNew = of(series, context, point).keep(point);
            if (isNew && !context.isOfRun()) {
              of(series, context.ofRun(), point).tell(point);
            }
          });
    }
    return series;
  }

  private static SeriesSummary of(
      Map<SeriesContext, SeriesSummary> series, SeriesContext context, Point point) {
    return series.computeIfAbsent(context, c -> new SeriesSummary(c, point));
  }

  /**
   * How many points each series was told of that were there before.
   *
   * @param written how many points each series took
   */
  static Map<SeriesContext, Long> repeated(
      Map<SeriesContext, SeriesSummary> batch, Map<SeriesContext, Long> written) {
    Map<SeriesContext, Long> repeated = new LinkedHashMap<>();
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

  /** Keeps a point; false where it is kept already. */
  private boolean keep(Point point) {
    boolean isNext = size() == 0 || cameInOrder && point.follows(latest);
    if (!isNext && known == null) {
      known = new HashSet<>(own);
    }
    if (known != null && !known.add(point)) {
      return false;
    }
    own.add(point);
    sumUp(point, isNext);
    return true;
  }

  private void tell(Point point) {
    boolean isNext = size() == 0 || cameInOrder && point.follows(latest);
    told.add(point);
    sumUp(point, isNext);
  }

  private void sumUp(Point point, boolean isNext) {
    cameInOrder = isNext;
    latest = point;
    last = Point.BY_STEP.compare(point, last) > 0 ? point : last;
    first = Point.BY_STEP.compare(point, first) < 0 ? point : first;
    if (!Double.isNaN(point.value())) {
      min = min == null || point.value() < min.value() || sameButEarlier(point, min) ? point : min;
      max = max == null || point.value() > max.value() || sameButEarlier(point, max) ? point : max;
    }
  }

  private static boolean sameButEarlier(Point a, Point b) {
    return a.value() == b.value() && Point.BY_STEP.compare(a, b) < 0;
  }

  SeriesContext context() {
    return context;
  }

  /** The points that the series keeps, each once. */
  List<Point> ownPoints() {
    return own;
  }

  int size() {
    return own.size() + told.size();
  }

  /** Whether the points have ever greater steps and times that never go back. */
  boolean isInOrder() {
    if (cameInOrder) {
      return true;
    }
    List<Point> points = Stream.concat(own.stream(), told.stream()).sorted(Point.BY_STEP).toList();
    return IntStream.range(1, points.size())
        .allMatch(i -> points.get(i).follows(points.get(i - 1)));
  }

  Point last() {
    return last;
  }

  Point first() {
    return first;
  }

  /** The least value, the earliest where several are; empty where all are NaN. */
  Optional<Point> min() {
    return Optional.ofNullable(min);
  }

  /** The greatest value, the earliest where several are; empty where all are NaN. */
  Optional<Point> max() {
    return Optional.ofNullable(max);
  }
}
