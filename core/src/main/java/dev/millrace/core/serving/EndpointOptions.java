package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint lets requests in. What is absent is as the server is configured.
 *
 * @param maxConcurrentRequests how many it answers at the same time on each server
 * @param maxWaitingRequests how many may wait for their turn beside those
 * @param maxWaitMillis how long one may wait for its turn
 * @param requiresKey whether it answers those alone that send one of its keys
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointOptions(
    @Nullable Integer maxConcurrentRequests,
    @Nullable Integer maxWaitingRequests,
    @Nullable Long maxWaitMillis,
    @Nullable Boolean requiresKey) {

  /** All as the server is configured, for everyone. */
  public static final EndpointOptions NONE = new EndpointOptions(null, null, null, null);
}
