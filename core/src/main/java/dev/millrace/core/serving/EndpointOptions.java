package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.signature.InputPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint lets requests in and gives answers out. What is absent is as the server is
 * configured.
 *
 * @param maxConcurrentRequests how many it answers at the same time on each server
 * @param maxWaitingRequests how many may wait for their turn beside those
 * @param maxWaitMillis how long one may wait for its turn
 * @param withholdBelow predictions of which the model is less sure than this are withheld, from 0
 *     to 1
 * @param alertOnDrift from which drift on webhooks are told, of an endpoint that keeps requests
 * @param requiresKey whether it answers those alone that send one of its keys
 * @param keepPrevious whether the version that answered before stays in memory beside the live one,
 *     so that a rollback to it takes no time
 * @param batching by which requests are scored together; null where each is scored by itself
 * @param input how tables are held to the columns of the model
 * @param runtime what its models are brought up with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointOptions(
    @Nullable Integer maxConcurrentRequests,
    @Nullable Integer maxWaitingRequests,
    @Nullable Long maxWaitMillis,
    @Nullable Double withholdBelow,
    @Nullable DriftLevel alertOnDrift,
    @Nullable Boolean requiresKey,
    @Nullable Boolean keepPrevious,
    @Nullable Batching batching,
    @Nullable InputPolicy input,
    @Nullable RuntimeOptions runtime) {

  /** All as the server is configured, for everyone. */
  public static final EndpointOptions NONE =
      new EndpointOptions(null, null, null, null, null, null, null, null, null, null);

  /** Whether the version that answered before stays in memory, where the server has it so. */
  public boolean keepsPrevious(boolean byServer) {
    return keepPrevious == null ? byServer : keepPrevious;
  }

  /** How tables are held to the columns of the model. */
  public InputPolicy inputPolicy() {
    return input == null ? InputPolicy.STRICT : input;
  }

  /** What models are brought up with. */
  public RuntimeOptions runtimeOptions() {
    return runtime == null ? RuntimeOptions.NONE : runtime;
  }
}
