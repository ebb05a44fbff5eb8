package dev.millrace.registry.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The entry for whoever has something to tell webhooks. */
@ApplicationScoped
public class WebhookEvents implements EventSink {

  private final DeliveryService deliveries;

  WebhookEvents(DeliveryService deliveries) {
    this.deliveries = deliveries;
  }

  /** An empty object to put the fields of an event into; a null that is put is sent as null. */
  public static ObjectNode data() {
    return MlflowJson.mapper().createObjectNode();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void publish(EventType event, ObjectNode data) {
    deliveries.queue(event, data);
  }
}
