package dev.millrace.serving.canary;

import dev.millrace.core.serving.Canary;
import java.util.List;

/**
 * What a version did, summed up.
 *
 * @param latencies as {@link Latencies} has them
 */
@SuppressWarnings("ArrayRecordComponent")
record Totals(long requests, long errors, long[] latencies, Scores scores) {

  static Totals sum(List<Totals> parts) {
    long requests = 0;
    long errors = 0;
    long[] latencies = new long[Latencies.none().length()];
    Scores scores = new Scores();
    for (Totals part : parts) {
      requests += part.requests;
      errors += part.errors;
      for (int i = 0; i < Math.min(latencies.length, part.latencies.length); i++) {
        latencies[i] += part.latencies[i];
      }
      scores.add(part.scores);
    }
    return new Totals(requests, errors, latencies, scores);
  }

  double errorRate() {
    return requests == 0 ? 0 : errors / (double) requests;
  }

  Canary.Measured measured() {
    return new Canary.Measured(requests, errors, Latencies.p99Millis(latencies));
  }
}
