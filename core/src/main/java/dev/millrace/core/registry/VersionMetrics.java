package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of several versions of a model, beside one another.
 *
 * @param keys metrics that any of the versions has, and how many have it: those of most versions
 *     first, equal ones by name, those of the machine ({@code system/…}) last
 * @param complete whether {@code keys} are all there are
 * @param versions those that there are, newest first, also without metrics
 */
public record VersionMetrics(
    List<MetricKey> keys, boolean complete, List<MeasuredVersion> versions) {

  /**
   * Which of them.
   *
   * @param versions numbers of versions, at most 200; absent: the newest 200
   * @param metricKeys the metrics to be told, at most 100; absent: as many of the listed keys, from
   *     the first on, as make 4,000 values of all versions
   * @param maxKeys how many keys are listed at most: 500 where absent, at most 1,000
   */
  public record Request(
      @Nullable List<String> versions,
      @Nullable List<String> metricKeys,
      @Nullable Integer maxKeys) {}

  /**
   * A metric's name.
   *
   * @param versions how many of the versions have it
   */
  public record MetricKey(String key, int versions) {}

  /** A version with those of the wanted metrics that it has, by name. */
  public record MeasuredVersion(String version, List<VersionMetric> metrics) {}

  /**
   * A metric over its history.
   *
   * @param last the value at the highest step
   * @param min smallest value that is a number, absent where none is
   * @param max largest value that is a number, absent where none is
   */
  public record VersionMetric(
      String key, double last, @Nullable Double min, @Nullable Double max) {}
}
