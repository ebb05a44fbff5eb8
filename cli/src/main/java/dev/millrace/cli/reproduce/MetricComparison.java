package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.tracking.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The last values of a run's metrics beside those of its reproduction. */
public final class MetricComparison {

  /** What the machine did is not what the code computed. */
  private static final String SYSTEM_METRICS = "system/";

  private MetricComparison() {}

  /**
   * One metric.
   *
   * @param difference relative to the greater of the two magnitudes; absent where one is missing
   * @param within whether it counts as the same; a metric that is only in the new run does
   */
  public record Line(
      String key,
      @Nullable Double before,
      @Nullable Double after,
      @Nullable Double difference,
      boolean within) {}

  public static List<Line> compare(RunRecord before, RunRecord after, double tolerance) {
    Map<String, Double> old = values(before);
    Map<String, Double> young = values(after);
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(young.keySet());
    List<Line> lines = new ArrayList<>();
    for (String key : keys) {
      Double a = old.get(key);
      Double b = young.get(key);
      Double difference = a == null || b == null ? null : difference(a, b);
      boolean within = a == null || (difference != null && difference <= tolerance);
      lines.add(new Line(key, a, b, difference, within));
    }
    return lines;
  }

  static double difference(double a, double b) {
    // NaN is NaN again, and an infinity the same one.
    if (Double.compare(a, b) == 0 || a == b) {
      return 0;
    }
    if (!Double.isFinite(a) || !Double.isFinite(b)) {
      return Double.POSITIVE_INFINITY;
    }
    // Divided first: the difference of two great numbers may be none any more.
    double greatest = Math.max(Math.abs(a), Math.abs(b));
    return Math.abs(a / greatest - b / greatest);
  }

  private static Map<String, Double> values(RunRecord record) {
    Map<String, Double> values = new TreeMap<>();
    for (Metric metric : record.metrics()) {
      String key = Objects.requireNonNullElse(metric.key(), "");
      if (metric.value() != null && !key.startsWith(SYSTEM_METRICS)) {
        values.put(key, metric.value());
      }
    }
    return values;
  }
}
