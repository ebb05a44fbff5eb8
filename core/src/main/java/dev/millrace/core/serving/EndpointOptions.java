package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.core.data.DataReport.DriftLevel;
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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointOptions(
    @Nullable Integer maxConcurrentRequests,
    @Nullable Integer maxWaitingRequests,
    @Nullable Long maxWaitMillis,
    @Nullable Double withholdBelow,
    @Nullable DriftLevel alertOnDrift,
    @Nullable Boolean requiresKey) {

  /** All as the server is configured, for everyone. */
  public static final EndpointOptions NONE =
      new EndpointOptions(null, null, null, null, null, null);
}
