package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Writes how far swaps have come, and tells webhooks in the same transaction. */
@ApplicationScoped
class SwapHistory {

  private final SwapStore swaps;
  private final EventSink events;

  SwapHistory(SwapStore swaps, EventSink events) {
    this.swaps = swaps;
    this.events = events;
  }

  /** Begins a swap's history and answers its id; 0 where the endpoint is gone. */
  @Transactional
  long begin(EndpointSpec endpoint, Swap swap) {
    return swaps.insertSwap(endpoint.endpointId(), swap);
  }

  /**
   * Writes how far a swap has come.
   *
   * @param swapped whether webhooks are to be told now that traffic goes to the new version; they
   *     are told of the primary alone
   */
  @Transactional
  void write(EndpointSpec endpoint, Swap swap, boolean swapped) {
    swaps.updateSwap(swap);
    if (swapped && swap.variant() == null) {
      events.publish(EventType.ENDPOINT_SWAPPED, event(endpoint, swap));
    }
  }

  private static ObjectNode event(EndpointSpec endpoint, Swap swap) {
    long swappedAt =
        swap.transitions().stream()
            .filter(transition -> transition.state() == DeploymentState.SWAPPED)
            .mapToLong(Swap.Transition::at)
            .findFirst()
            .orElseThrow();
    return MlflowJson.mapper()
        .createObjectNode()
        .put("endpoint", endpoint.name())
        .put("model_name", endpoint.modelName())
        .put("alias", endpoint.follows().alias())
        .put("from_version", swap.fromVersion())
        .put("to_version", swap.toVersion())
        .put("swapped_at", swappedAt);
  }
}
