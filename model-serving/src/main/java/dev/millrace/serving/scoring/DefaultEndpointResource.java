package dev.millrace.serving.scoring;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.answer.NamedAnswer;
import dev.millrace.serving.deployment.Asked;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The default endpoint as a container that SageMaker hosts: {@code /invocations} and {@code /ping}
 * at the root, in MLflow's scoring protocol.
 */
@Path("/")
public final class DefaultEndpointResource {

  /** Comes back as it was sent; AWS says what it may be. */
  private static final String CUSTOM_ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";

  private static final String TARGET_VARIANT = "X-Amzn-SageMaker-Target-Variant";
  private static final String INVOKED_VARIANT = "X-Amzn-Invoked-Production-Variant";
  private static final int MAX_ATTRIBUTES_LENGTH = 1024;

  private final ScoringResource scoring;
  private final ScoringService service;
  private final Optional<String> endpoint;

  DefaultEndpointResource(ScoringResource scoring, ScoringService service, ServingConfig config) {
    this.scoring = scoring;
    this.service = service;
    this.endpoint = config.defaultEndpoint();
  }

  @POST
  @NonBlocking
  @Path("invocations")
  @Consumes("*/*")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Uni<Response> invoke(
      @HeaderParam("Content-Type") @Nullable String contentType,
      @HeaderParam(AnswerHeaders.REQUEST_KEY) @Nullable String key,
      @HeaderParam(TARGET_VARIANT) @Nullable String variant,
      @HeaderParam(CUSTOM_ATTRIBUTES) @Nullable String attributes,
      @Context HttpHeaders headers,
      @Context RoutingContext context,
      byte[] body) {
    String name = requireEndpoint();
    requireVisible(attributes);
    Asked asked = variant == null ? Asked.ofKey(key) : Asked.ofVariant(variant);
    NamedAnswer named = NamedAnswer.to(context, name, INVOKED_VARIANT);
    return scoring
        .scored(name, asked.witnessedBy(named), contentType, headers, body)
        .map(answer -> Response.fromResponse(answer).header(CUSTOM_ATTRIBUTES, attributes).build());
  }

  /**
   * 200 where the endpoint can be asked, else 503. Those who probe a container have no credentials:
   * anyone may ask, and is told nothing else.
   */
  @GET
  @Path("ping")
  @PublicAccess
  public Response ping() {
    String name = requireEndpoint();
    try {
      service.liveVersion(name, Asked.ANY);
      return Response.ok().build();
    } catch (MlflowException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The default endpoint does not answer yet.", e);
    }
  }

  private String requireEndpoint() {
    return endpoint.orElseThrow(
        () ->
            new MlflowException(
                ErrorCode.ENDPOINT_NOT_FOUND,
                "There is no default endpoint: name one with --default-endpoint"
                    + " (MILLRACE_DEFAULT_ENDPOINT), or ask /serving/{endpoint}/invocations."));
  }

  private static void requireVisible(@Nullable String attributes) {
    if (attributes != null
        && (attributes.length() > MAX_ATTRIBUTES_LENGTH
            || !attributes.chars().allMatch(c -> c >= ' ' && c < 0x7f))) {
      throw MlflowException.invalidParameter(
          "The header %s must be up to %d visible ASCII characters."
              .formatted(CUSTOM_ATTRIBUTES, MAX_ATTRIBUTES_LENGTH));
    }
  }
}
