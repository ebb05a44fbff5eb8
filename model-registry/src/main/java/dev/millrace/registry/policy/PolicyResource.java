package dev.millrace.registry.policy;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import dev.millrace.core.registry.PromotionPolicy;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** Promotion policies, in YAML or JSON. */
@Path("/api/millrace/v1/promotion-policies")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyResource {

  private static final String YAML = "application/yaml";

  private final PolicyService policies;

  PolicyResource(PolicyService policies) {
    this.policies = policies;
  }

  @GET
  @Path("schema")
  @PublicAccess
  public String schema() {
    return policies.schema();
  }

  @POST
  @Path("check")
  @Consumes({YAML, MediaType.APPLICATION_JSON})
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public Map<String, Object> check(String policy) {
    return Map.of("document", policies.check(policy).json());
  }

  @GET
  @Path("{model}/{alias}")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public PromotionPolicy get(@PathParam("model") String model, @PathParam("alias") String alias) {
    return policies.require(model, alias);
  }

  @GET
  @Path("{model}/{alias}/history")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public PromotionPolicy.History history(
      @PathParam("model") String model, @PathParam("alias") String alias) {
    return policies.history(model, alias);
  }

  @PUT
  @Path("{model}/{alias}")
  @Consumes({YAML, MediaType.APPLICATION_JSON})
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.MANAGE)
  public PromotionPolicy put(
      @PathParam("model") String model,
      @PathParam("alias") String alias,
      String policy,
      @Context SecurityContext security) {
    return policies.put(model, alias, policy, security.getUserPrincipal());
  }

  @DELETE
  @Path("{model}/{alias}")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.MANAGE)
  public Map<String, String> delete(
      @PathParam("model") String model,
      @PathParam("alias") String alias,
      @Context SecurityContext security) {
    policies.delete(model, alias, security.getUserPrincipal());
    return Map.of();
  }
}
