package dev.millrace.core.serving;

import dev.millrace.core.registry.ServableVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings a version up beside the live ones, asks it, and lets it go again. */
public interface ModelTrial {

  /**
   * What to ask.
   *
   * @param requests bodies in MLflow's scoring protocol, asked once each, in this order
   * @param load whether to ask the input example at a rate, or null for no
   */
  record Plan(List<byte[]> requests, @Nullable Load load) {}

  /** So many requests a second, for so long. */
  record Load(int requestsPerSecond, Duration duration) {}

  /**
   * What was seen.
   *
   * @param flavor the flavors of the model
   * @param engine what scores it
   * @param loadMillis from the first byte of its files to READY, warm-up included
   * @param memoryBytes how much the process grew by loading it, as far as the system tells; at
   *     least 0
   * @param answers to the requests, each the JSON of {@code predictions}, or of an error
   * @param load absent where none was asked for
   */
  record Report(
      String flavor,
      Engine engine,
      long loadMillis,
      long memoryBytes,
      List<Answer> answers,
      @Nullable LoadReport load) {}

  /**
   * A library that scores.
   *
   * @param version such as {@code 1.28.0}
   */
  record Engine(String name, String version) {}

  /** One answer: the predictions as JSON text, or what was refused. */
  record Answer(@Nullable String predictions, @Nullable String error) {}

  /**
   * What the load did.
   *
   * @param sentPerSecond as it came out; less than was asked for where the model is too slow
   * @param p50Micros median time of an answer
   */
  record LoadReport(
      long requests, long errors, double sentPerSecond, long p50Micros, long p99Micros) {}

  /**
   * Tries a version.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_STATE where it cannot be served, with
   *     the reason; TEMPORARILY_UNAVAILABLE where that could not be found out
   */
  Report run(ServableVersion version, Plan plan);
}
