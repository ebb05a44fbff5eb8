package dev.millrace.serving.scoring;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RetryHeader;
import dev.millrace.serving.deployment.Asked;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** MLflow's scoring protocol, below an endpoint's name. */
@Path("/serving/{endpoint}")
public final class ScoringResource {

  /** The MLflow release whose scoring protocol this is. */
  private static final String PROTOCOL_VERSION = "3.17.2";

  private final ScoringService service;

  ScoringResource(ScoringService service) {
    this.service = service;
  }

  @POST
  @Path("invocations")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response invoke(
      @PathParam("endpoint") String endpoint,
      @HeaderParam("Content-Type") @Nullable String contentType,
      @HeaderParam(AnswerHeaders.REQUEST_KEY) @Nullable String key,
      @Context HttpHeaders headers,
      byte[] body) {
    return scored(service, endpoint, Asked.ofKey(key), contentType, headers, body).build();
  }

  @POST
  @Path("versions/{version}/invocations")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response invokeVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @HeaderParam("Content-Type") @Nullable String contentType,
      @Context HttpHeaders headers,
      byte[] body) {
    return scored(service, endpoint, Asked.ofVersion(version), contentType, headers, body).build();
  }

  /** The answer of an endpoint to a request, whatever its route. */
  static Response.ResponseBuilder scored(
      ScoringService service,
      String endpoint,
      Asked asked,
      @Nullable String contentType,
      HttpHeaders headers,
      byte[] body) {
    ScoringService.Format format = ScoringService.Format.of(contentType);
    if (format == null) {
      // MLflow: an unknown media type is answered in plain text.
      return Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
          .type(MediaType.TEXT_PLAIN_TYPE)
          .entity("Send application/json or text/csv, in UTF-8.");
    }
    ScoringService.Answer answer =
        service.score(
            endpoint,
            asked.orOnceMore(RetryHeader.allows(headers.getHeaderString(RetryHeader.NAME))),
            format,
            body);
    return answered(endpoint, answer.version())
        .header(AnswerHeaders.VARIANT, answer.variant())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(answer.json());
  }

  @GET
  @Path("ping")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response ping(@PathParam("endpoint") String endpoint) {
    return answered(endpoint, service.liveVersion(endpoint))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity("\n")
        .build();
  }

  @GET
  @Path("health")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response health(@PathParam("endpoint") String endpoint) {
    return ping(endpoint);
  }

  @GET
  @Path("version")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response version(@PathParam("endpoint") String endpoint) {
    return answered(endpoint, service.liveVersion(endpoint))
        .type(MediaType.TEXT_PLAIN_TYPE)
        .entity(PROTOCOL_VERSION)
        .build();
  }

  private static Response.ResponseBuilder answered(String endpoint, int version) {
    return Response.ok()
        .header(AnswerHeaders.ENDPOINT, endpoint)
        .header(AnswerHeaders.MODEL_VERSION, version);
  }
}
