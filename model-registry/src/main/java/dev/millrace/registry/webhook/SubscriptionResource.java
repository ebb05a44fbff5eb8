package dev.millrace.registry.webhook;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.webhook.DeleteWebhook;
import dev.millrace.core.webhook.ListSubscriptions;
import dev.millrace.core.webhook.Subscription;
import dev.millrace.core.webhook.SubscriptionRequest;
import dev.millrace.core.webhook.TestSubscription;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Our routes for webhooks: with our events, the format and the threshold. */
@Path("/api/millrace/v1/webhooks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SubscriptionResource {

  private final SubscriptionService subscriptions;

  SubscriptionResource(SubscriptionService subscriptions) {
    this.subscriptions = subscriptions;
  }

  @POST
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Subscription.Response create(SubscriptionRequest request) {
    return new Subscription.Response(subscriptions.create(request));
  }

  @GET
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public ListSubscriptions.Response list(@Context UriInfo uri) {
    return subscriptions.list(
        MlflowRequests.fromQuery(uri.getQueryParameters(), ListSubscriptions.class));
  }

  @GET
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Subscription.Response get(@PathParam("webhook_id") String webhookId) {
    return new Subscription.Response(subscriptions.get(webhookId));
  }

  @PATCH
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Subscription.Response update(
      @PathParam("webhook_id") String webhookId, SubscriptionRequest request) {
    return new Subscription.Response(subscriptions.update(webhookId, request));
  }

  @DELETE
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public DeleteWebhook.Response delete(@PathParam("webhook_id") String webhookId) {
    subscriptions.delete(webhookId);
    return new DeleteWebhook.Response();
  }

  @POST
  @Path("{webhook_id}/test")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public TestSubscription.Response test(
      @PathParam("webhook_id") String webhookId, @Nullable TestSubscription request) {
    return new TestSubscription.Response(subscriptions.test(webhookId, request));
  }
}
