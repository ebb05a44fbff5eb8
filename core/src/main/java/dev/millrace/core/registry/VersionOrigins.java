package dev.millrace.core.registry;

import dev.millrace.core.data.DataReport;
import dev.millrace.core.data.TrainingData;
import dev.millrace.core.runrecord.RunRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what was tracked of the run and the logged model that a version comes from. */
public interface VersionOrigins {

  /**
   * The metrics of the run, by name; of values that were measured of this logged model, these.
   *
   * @return empty where there is no such run
   */
  Map<String, MetricRange> metrics(String runId, @Nullable String modelId);

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
