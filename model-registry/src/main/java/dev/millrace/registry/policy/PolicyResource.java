package dev.millrace.registry.policy;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.PromotionPolicy;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Promotion policies, in YAML or JSON. */
@Path("/api/millrace/v1/promotion-policies")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyResource {

  private static final String YAML = "application/yaml";
  private static final int MOST_BYTES = 4 * PolicyReader.LONGEST;

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
  public Map<String, Object> check(
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, InputStream body) {
    return Map.of("document", policies.check(text(type, body)).json());
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
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
      InputStream body,
      @Context SecurityContext security) {
    return policies.put(model, alias, text(type, body), security.getUserPrincipal());
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

  /** The body as UTF-8, of which no more is kept than a policy may be long. */
  private static String text(@Nullable String contentType, InputStream body) {
    if (contentType == null) {
      throw MlflowException.invalidParameter("Bad Request. Content-Type header is missing.");
    }
    try {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        // The rest is read and dropped: one who still sends does not read the answer yet.
        body.close();
        throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The policy is not in UTF-8.", e);
    } catch (IOException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
    }
  }
}
