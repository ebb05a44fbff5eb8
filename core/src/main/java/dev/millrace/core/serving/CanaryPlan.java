package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint goes over to another version: step by step, and back where it does worse than a
 * bound. What is absent in a request is as said here.
 *
 * @param steps the shares of the requests that the new version answers, one after another, in
 *     percent; 5, 25, 50 and 100
 * @param bakeSeconds how long each step takes at least; 300
 * @param minRequests how many requests the new version must have answered in a step before it is
 *     judged; 100
 * @param maxErrorRate by how much the share of its requests that it answers with errors may be
 *     greater than the previous version's; 0.01
 * @param maxP99Millis of its answers; no bound
 * @param maxP99Ratio of its p99 to the previous version's; no bound
 * @param maxScoreShift of its predictions: the difference of the means, in standard deviations; no
 *     bound
 */
public record CanaryPlan(
    List<Double> steps,
    @Nullable Integer bakeSeconds,
    @Nullable Integer minRequests,
    @Nullable Double maxErrorRate,
    @Nullable Double maxP99Millis,
    @Nullable Double maxP99Ratio,
    @Nullable Double maxScoreShift) {

  public CanaryPlan {
    steps = Require.listOrEmpty(steps);
  }
}
