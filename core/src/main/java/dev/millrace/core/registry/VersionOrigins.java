package dev.millrace.core.registry;

import dev.millrace.core.data.DataReport;
import dev.millrace.core.data.TrainingData;
import dev.millrace.core.runrecord.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what was tracked of the run and the logged model that a version comes from. */
public interface VersionOrigins {

  /** What a version was made of: a run, a logged model, both or, of a copy, neither. */
  record Origin(@Nullable String runId, @Nullable String modelId) {}

  /**
   * All metrics of an origin, by name. Each is, where there are several, the first of: what the run
   * measured of the logged model, what the run measured, and what other runs measured of the logged
   * model. Of an origin with a logged model, a name that the run measured of another one is not
   * taken for the run's. Not within a transaction.
   *
   * @return empty where there is no such run and model
   */
  Map<String, MetricRange> metrics(Origin origin);

  /** How many of some origins have a metric. */
  record MetricCount(String key, int origins) {}

  /**
   * The metrics that any of these origins has: those of most origins first, equal ones by name,
   * those of the machine ({@code system/…}) last. Not within a transaction.
   *
   * @param most of them
   */
  List<MetricCount> countMetrics(List<Origin> origins, int most);

  /**
   * These metrics of each origin, in the order of the origins, by name: each as {@link #metrics}
   * tells it. Not within a transaction.
   */
  List<Map<String, MetricRange>> metricsOfAll(List<Origin> origins, List<String> keys);

  /**
   * The record of the run; not within a transaction.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where there is no such
   *     run
   */
  RunRecord record(String runId);

  /** Overlap and drift of the run's data; errors as {@link #record}. */
  DataReport dataReport(String runId);

  /** The first training data of the run that has profiles; empty where there is none. */
  Optional<TrainingData> trainingData(String runId);
}
