package dev.millrace.registry.promotion;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.SearchPromotions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** Promotions and their history. */
@Path("/api/millrace/v1/promotions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PromotionResource {

  private final PromotionService promotions;

  PromotionResource(PromotionService promotions) {
    this.promotions = promotions;
  }

  @POST
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  public CreatePromotion.Response create(
      CreatePromotion request, @Context SecurityContext security) {
    return new CreatePromotion.Response(promotions.promote(request, security.getUserPrincipal()));
  }

  @GET
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public SearchPromotions.Response search(@Context UriInfo uri) {
    return promotions.search(
        MlflowRequests.fromQuery(uri.getQueryParameters(), SearchPromotions.class));
  }
}
