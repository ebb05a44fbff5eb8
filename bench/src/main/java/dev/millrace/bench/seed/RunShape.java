package dev.millrace.bench.seed;

/**
 * What each run of an experiment has.
 *
 * @param params called {@code param_0}, {@code param_1}, …
 * @param tags called {@code tag_0}, {@code tag_1}, …, beside those that every run has
 * @param metrics the numbers of a run's metrics, as a set in SQL over the run's number {@code i};
 *     metrics are called {@code metric_0}, {@code metric_1}, …, and have one point
 */
public record RunShape(int params, int tags, String metrics) {

  /** Ten params, ten metrics, no tag of its own. */
  public static final RunShape USUAL = new RunShape(10, 0, "generate_series(0, 9)");

  /** Each run has every tenth of so many metrics, and each metric is had by every tenth run. */
  public static RunShape sparse(int params, int metrics) {
    return new RunShape(params, 0, "generate_series(i %% 10, %d, 10)".formatted(metrics - 1));
  }

  /** The first runs have all metrics, the others ten. */
  public static RunShape wide(int params, int tags, int metrics, int runsWithAll) {
    return new RunShape(
        params,
        tags,
        "generate_series(0, CASE WHEN i < %d THEN %d ELSE 9 END)"
            .formatted(runsWithAll, metrics - 1));
  }
}
