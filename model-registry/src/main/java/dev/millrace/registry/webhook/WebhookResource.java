package dev.millrace.registry.webhook;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.webhook.CreateWebhook;
import dev.millrace.core.webhook.DeleteWebhook;
import dev.millrace.core.webhook.GetWebhook;
import dev.millrace.core.webhook.ListWebhooks;
import dev.millrace.core.webhook.TestWebhook;
import dev.millrace.core.webhook.UpdateWebhook;
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

/** MLflow's routes for webhooks. As in MLflow they are the administrator's. */
@Path("/api/2.0/mlflow/webhooks")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WebhookResource {

  private final WebhookService webhooks;

  WebhookResource(WebhookService webhooks) {
    this.webhooks = webhooks;
  }

  @POST
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public CreateWebhook.Response create(CreateWebhook request) {
    return new CreateWebhook.Response(webhooks.create(request));
  }

  @GET
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public ListWebhooks.Response list(@Context UriInfo uri) {
    return webhooks.list(MlflowRequests.fromQuery(uri.getQueryParameters(), ListWebhooks.class));
  }

  @GET
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public GetWebhook.Response get(@PathParam("webhook_id") String webhookId) {
    return new GetWebhook.Response(webhooks.get(webhookId));
  }

  @PATCH
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public UpdateWebhook.Response update(
      @PathParam("webhook_id") String webhookId, UpdateWebhook request) {
    return new UpdateWebhook.Response(webhooks.update(webhookId, request));
  }

  @DELETE
  @Path("{webhook_id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public DeleteWebhook.Response delete(@PathParam("webhook_id") String webhookId) {
    webhooks.delete(webhookId);
    return new DeleteWebhook.Response();
  }

  @POST
  @Path("{webhook_id}/test")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public TestWebhook.Response test(
      @PathParam("webhook_id") String webhookId, @Nullable TestWebhook request) {
    return new TestWebhook.Response(webhooks.test(webhookId, request));
  }
}
