package dev.millrace.serving.canary;

import dev.millrace.core.validation.Require;
import java.util.Arrays;
import java.util.List;

/**
 * What one server counted of both versions of a canary, since the step began.
 *
 * @param from of the previous version
 * @param to of the new version
 */
public record CanaryCounts(long canaryId, int step, Counts from, Counts to) {

  /**
   * What a version did.
   *
   * @param latencies how often answers took a time of each class, as {@link Latencies} has them
   * @param scores sums of the predictions, as {@link Scores} has them
   */
  public record Counts(long requests, long errors, List<Long> latencies, List<Double> scores) {

    public Counts {
      latencies = Require.listOrEmpty(latencies);
      scores = Require.listOrEmpty(scores);
    }

    static Counts of(Totals totals) {
      return new Counts(
          totals.requests(),
          totals.errors(),
          Arrays.stream(totals.latencies()).boxed().toList(),
          Arrays.stream(totals.scores().toArray()).boxed().toList());
    }

    /** Classes that there are not are left out. */
    Totals totals() {
      long[] classes = latencies.stream().mapToLong(Long::longValue).toArray();
      return new Totals(
          requests,
          errors,
          Arrays.copyOf(classes, Latencies.none().length()),
          Scores.of(scores.stream().mapToDouble(Double::doubleValue).toArray()));
    }
  }
}
