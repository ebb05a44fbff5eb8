package dev.millrace.registry.version;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.MetricRange;
import dev.millrace.core.registry.VersionMetrics;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.core.registry.VersionOrigins.MetricCount;
import dev.millrace.core.registry.VersionOrigins.Origin;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.version.ModelVersionStore.OriginalVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of versions, held beside one another. */
@ApplicationScoped
class VersionMetricsService {

  private static final int MAX_VERSIONS = 200;
  private static final int MAX_METRICS = 100;

  /** Of all versions, where no metrics are asked for. */
  private static final int DEFAULT_VALUES = 4_000;

  private static final int MAX_KEYS = 1_000;
  private static final int DEFAULT_KEYS = 500;

  private final ModelVersionStore versions;
  private final AliasStore models;
  private final VersionOrigins origins;

  VersionMetricsService(ModelVersionStore versions, AliasStore models, VersionOrigins origins) {
    this.versions = versions;
    this.models = models;
    this.origins = origins;
  }

  /**
   * What was measured of the versions; not within a transaction.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model,
   *     INVALID_PARAMETER_VALUE where more is asked for than one answer holds
   */
  VersionMetrics get(String name, VersionMetrics.Request request) {
    List<Long> numbers =
        distinct(request.versions(), "versions", MAX_VERSIONS).stream()
            .map(version -> (long) RegistryRules.version(version))
            .toList();
    List<String> asked = distinct(request.metricKeys(), "metric_keys", MAX_METRICS);
    int most = mostKeys(request.maxKeys());
    long model = models.requireModel(RegistryRules.modelName(name, "name"));
    List<OriginalVersion> found = versions.findOriginal(model, numbers, MAX_VERSIONS);
    List<Origin> from = found.stream().map(OriginalVersion::origin).toList();
    List<MetricCount> counts = origins.countMetrics(from, most + 1);
    List<MetricCount> listed = counts.subList(0, Math.min(most, counts.size()));
    List<String> told =
        asked.isEmpty()
            ? listed.stream()
                .limit(DEFAULT_VALUES / Math.max(1, found.size()))
                .map(MetricCount::key)
                .toList()
            : asked;
    return new VersionMetrics(
        listed.stream()
            .map(count -> new VersionMetrics.MetricKey(count.key(), count.origins()))
            .toList(),
        listed.size() == counts.size(),
        beside(found, origins.metricsOfAll(from, told)));
  }

  private static List<VersionMetrics.MeasuredVersion> beside(
      List<OriginalVersion> versions, List<Map<String, MetricRange>> metrics) {
    List<VersionMetrics.MeasuredVersion> told = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      told.add(
          new VersionMetrics.MeasuredVersion(
              Integer.toString(versions.get(i).number()),
              metrics.get(i).entrySet().stream()
                  .map(metric -> metric(metric.getKey(), metric.getValue()))
                  .toList()));
    }
    return told;
  }

  private static VersionMetrics.VersionMetric metric(String key, MetricRange range) {
    return new VersionMetrics.VersionMetric(key, range.last(), range.min(), range.max());
  }

  private static List<String> distinct(@Nullable List<String> values, String name, int most) {
    List<String> given = Require.listOrEmpty(values).stream().distinct().toList();
    if (given.size() > most) {
      throw MlflowException.invalidParameter(
          "At most " + most + " " + name + " can be asked for at once. Got " + given.size() + ".");
    }
    return given;
  }

  private static int mostKeys(@Nullable Integer asked) {
    int most = asked == null ? DEFAULT_KEYS : asked;
    if (most < 1 || most > MAX_KEYS) {
      throw Require.invalidValueBare(
          "max_keys", Integer.toString(most), "It must be between 1 and " + MAX_KEYS + ".");
    }
    return most;
  }
}
