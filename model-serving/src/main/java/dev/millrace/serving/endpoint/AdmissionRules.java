package dev.millrace.serving.endpoint;

import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Batching;
import dev.millrace.core.serving.CreateEndpointKeyRequest;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.validation.Require;
import org.jspecify.annotations.Nullable;

/** What options and keys of an endpoint may hold. */
final class AdmissionRules {

  private static final int MOST_CONCURRENT = 10_000;
  private static final int MOST_WAITING = 100_000;
  private static final long LONGEST_WAIT_MILLIS = 600_000;
  private static final int MOST_BATCH_ROWS = 100_000;
  private static final long LONGEST_BATCH_DELAY_MILLIS = 1_000;
  private static final int MOST_THREADS = 256;
  private static final int MOST_WORKERS = 64;
  private static final double HIGHEST_RATE = 1e6;
  private static final double LOWEST_RATE = 1e-3;

  private AdmissionRules() {}

  static EndpointOptions options(EndpointOptions given) {
    requireWithin(given.maxConcurrentRequests(), "max_concurrent_requests", 1, MOST_CONCURRENT);
    requireWithin(given.maxWaitingRequests(), "max_waiting_requests", 0, MOST_WAITING);
    requireWithin(given.maxWaitMillis(), "max_wait_millis", 0, LONGEST_WAIT_MILLIS);
    Double confidence = given.withholdBelow();
    if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
      throw MlflowException.invalidParameter("Parameter 'withhold_below' must be from 0 to 1.");
    }
    if (given.alertOnDrift() == DriftLevel.NONE) {
      throw MlflowException.invalidParameter(
          "Parameter 'alert_on_drift' must be SOME or STRONG; leave it out for no alerts.");
    }
    Batching batching = given.batching();
    if (batching != null) {
      Require.present(batching.maxRows(), "batching.max_rows");
      requireWithin(batching.maxRows(), "batching.max_rows", 2, MOST_BATCH_ROWS);
      requireWithin(
          batching.maxDelayMillis(), "batching.max_delay_millis", 1, LONGEST_BATCH_DELAY_MILLIS);
    }
    requireWithin(given.runtimeOptions().threads(), "runtime.threads", 1, MOST_THREADS);
    requireWithin(given.runtimeOptions().workers(), "runtime.workers", 1, MOST_WORKERS);
    return given;
  }

  private static void requireWithin(
      @Nullable Number value, String field, long lowest, long highest) {
    if (value != null && (value.longValue() < lowest || value.longValue() > highest)) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' must be from %d to %d.".formatted(field, lowest, highest));
    }
  }

  static String keyName(@Nullable String given) {
    String name = Require.text(given, "name");
    if (!EndpointRules.isName(name)) {
      throw MlflowException.invalidParameter(
          "A key's name begins with a letter or digit and has at most 100 letters, digits, dots,"
              + " underscores and hyphens.");
    }
    return name;
  }

  /** A rate and an end that can be. */
  static void requireFits(CreateEndpointKeyRequest request, long now) {
    Double rate = request.requestsPerSecond();
    if (rate != null && !(rate >= LOWEST_RATE && rate <= HIGHEST_RATE)) {
      throw MlflowException.invalidParameter(
          "Parameter 'requests_per_second' must be from 0.001 to 1000000.");
    }
    Long end = request.expiresAt();
    if (end != null && end <= now) {
      throw MlflowException.invalidParameter(
          "Parameter 'expires_at' must be in the future, in milliseconds since the epoch.");
    }
  }
}
