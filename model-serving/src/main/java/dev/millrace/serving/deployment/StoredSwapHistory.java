package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import dev.millrace.serving.ServerId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Writes how far swaps have come, and tells webhooks in the same transaction. */
@ApplicationScoped
public class StoredSwapHistory implements SwapHistory {

  private final SwapStore swaps;
  private final EventSink events;
  private final ServerId self;

  StoredSwapHistory(SwapStore swaps, EventSink events, ServerId self) {
    this.swaps = swaps;
    this.events = events;
    this.self = self;
  }

  @Override
  @Transactional
  public long begin(EndpointSpec endpoint, Swap swap) {
    return swaps.insertSwap(self.value(), endpoint.endpointId(), swap);
  }

  @Override
  @Transactional
  public void write(EndpointSpec endpoint, Swap swap, boolean swapped) {
    swaps.updateSwap(swap);
    if (swapped) {
      tell(endpoint, swap);
    }
  }

  /** As {@link #write}, of a swap of a serving replica, which has numbered it. */
  @Transactional
  public void writeReplica(
      UUID replica, long number, EndpointSpec endpoint, Swap swap, boolean swapped) {
    if (swaps.putSwap(replica, number, endpoint.endpointId(), swap) && swapped) {
      tell(endpoint, swap);
    }
  }

  private void tell(EndpointSpec endpoint, Swap swap) {
    if (swap.variant() == null) {
      swap.transitions().stream()
          .filter(transition -> transition.state() == DeploymentState.SWAPPED)
          .findFirst()
          .ifPresent(
              swapped ->
                  events.publish(EventType.ENDPOINT_SWAPPED, event(endpoint, swap, swapped.at())));
    }
  }

  private static ObjectNode event(EndpointSpec endpoint, Swap swap, long swappedAt) {
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
