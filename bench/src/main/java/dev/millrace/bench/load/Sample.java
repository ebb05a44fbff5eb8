package dev.millrace.bench.load;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round of load gave.
 *
 * @param seconds wall time from the start of the first operation to the end of the last
 * @param latencyNanos of the operations that succeeded, sorted
 * @param errors operations that failed
 * @param firstError what the first failed one said
 */
public record Sample(
    double seconds, long[] latencyNanos, long errors, @Nullable String firstError) {

  /** Successful operations a second. */
  public double rate() {
    return latencyNanos.length / seconds;
  }

  /**
   * The latency that {@code quantile} (0 … 1) of the operations did not exceed; NaN without any.
   */
  public double latencyMillis(double quantile) {
    if (latencyNanos.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(quantile * latencyNanos.length);
    return latencyNanos[Math.max(0, rank - 1)] / 1e6;
  }

  /** All rounds as one: latencies pooled, times and errors added. */
  public static Sample pooled(List<Sample> rounds) {
    long[] latencies =
        rounds.stream()
            .flatMapToLong(sample -> Arrays.stream(sample.latencyNanos))
            .sorted()
            .toArray();
    return new Sample(
        rounds.stream().mapToDouble(Sample::seconds).sum(),
        latencies,
        rounds.stream().mapToLong(Sample::errors).sum(),
        rounds.stream()
            .map(Sample::firstError)
            .filter(error -> error != null)
            .findFirst()
            .orElse(null));
  }
}
