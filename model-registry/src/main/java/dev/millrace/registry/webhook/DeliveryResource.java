package dev.millrace.registry.webhook;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.webhook.Delivery;
import dev.millrace.core.webhook.ListDeliveries;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The deliveries to a webhook. */
@Path("/api/millrace/v1/webhooks/{webhook_id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveryResource {

  private final SubscriptionService subscriptions;
  private final DeliveryService deliveries;

  DeliveryResource(SubscriptionService subscriptions, DeliveryService deliveries) {
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
  }

  @GET
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public ListDeliveries.Response list(
      @PathParam("webhook_id") String webhookId, @Context UriInfo uri) {
    String id = subscriptions.get(webhookId).webhookId();
    return deliveries.log(
        id, MlflowRequests.fromQuery(uri.getQueryParameters(), ListDeliveries.class));
  }

  @POST
  @Path("{delivery_id}/redeliver")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Delivery.Response redeliver(
      @PathParam("webhook_id") String webhookId, @PathParam("delivery_id") String deliveryId) {
    String id = subscriptions.get(webhookId).webhookId();
    return new Delivery.Response(deliveries.redeliver(id, deliveryId));
  }
}
