package dev.millrace.core.live;

import dev.millrace.core.tracking.Metric;
import java.util.List;

/**
 * Runs of an experiment had metrics logged; the data of the event {@code metrics}.
 *
 * @param runs each run once, with what was logged since the last event gathered
 */
public record MetricsEvent(String experimentId, List<RunMetrics> runs) {

  /**
   * The latest values of a run's own metrics, by key.
   *
   * @param metrics no more than an event holds: the fewer the more runs have something new
   * @param complete whether these are all metrics of the run
   */
  public record RunMetrics(String runId, List<Metric> metrics, boolean complete) {}
}
