package dev.millrace.serving.scoring;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.serving.RequestId;
import dev.millrace.serving.answer.NamedAnswer;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.deployment.RequestThreads;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.Recording;
import dev.millrace.serving.requestlog.RequestLogs;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
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
  private final RequestLogs requestLogs;

  ScoringResource(ScoringService service, RequestLogs requestLogs) {
    this.service = service;
    this.requestLogs = requestLogs;
  }

  @POST
  @NonBlocking
  @Path("invocations")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Uni<Response> invoke(
      @PathParam("endpoint") String endpoint,
      @HeaderParam("Content-Type") @Nullable String contentType,
      @HeaderParam(AnswerHeaders.REQUEST_KEY) @Nullable String key,
      @Context HttpHeaders headers,
      @Context RoutingContext context,
      byte[] body) {
    Asked asked = Asked.ofKey(key).witnessedBy(NamedAnswer.to(context, endpoint));
    return scored(endpoint, asked, contentType, headers, body);
  }

  @POST
  @NonBlocking
  @Path("versions/{version}/invocations")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Uni<Response> invokeVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @HeaderParam("Content-Type") @Nullable String contentType,
      @Context HttpHeaders headers,
      @Context RoutingContext context,
      byte[] body) {
    Asked asked = Asked.ofVersion(version).witnessedBy(NamedAnswer.to(context, endpoint));
    return scored(endpoint, asked, contentType, headers, body);
  }

  /** The answer of an endpoint to a request, whatever its route. */
  Uni<Response> scored(
      String endpoint,
      Asked asked,
      @Nullable String contentType,
      HttpHeaders headers,
      byte[] body) {
    ScoringService.Format format =
        ContentCoding.isNone(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING))
            ? service.format(contentType)
            : null;
    if (format == null) {
      // MLflow: an unknown media type is answered in plain text.
      return Uni.createFrom()
          .item(
              Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
                  .type(MediaType.TEXT_PLAIN_TYPE)
                  .entity(
                      "Send "
                          + ScoringService.Format.NAMES
                          + ", in UTF-8 and not compressed, or Parquet where"
                          + " millrace.serving.parquet-bodies allows it.")
                  .build());
    }
    Recording recording =
        requestLogs.isIdle()
            ? null
            : requestLogs.begin(endpoint, () -> sent(headers, contentType, format, body));
    return RequestThreads.answer(
        format == ScoringService.Format.PARQUET ? Integer.MAX_VALUE : body.length,
        asked.on(CallerTerms.of(headers::getHeaderString)).witnessedBy(recording),
        sure -> json(answer(recording, endpoint, sure, format, body)));
  }

  private byte[] answer(
      @Nullable Recording recording,
      String endpoint,
      Asked asked,
      ScoringService.Format format,
      byte[] body) {
    return recording == null
        ? service.score(endpoint, asked, format, body)
        : recording.of(() -> service.score(endpoint, asked, format, body), Content::text);
  }

  private static Response json(Object body) {
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static Recording.Sent sent(
      HttpHeaders headers,
      @Nullable String contentType,
      ScoringService.Format format,
      byte[] body) {
    return new Recording.Sent(
        RequestId.of(headers.getHeaderString(AnswerHeaders.REQUEST_ID)),
        format == ScoringService.Format.CSV ? Protocol.MLFLOW_CSV : Protocol.MLFLOW_JSON,
        contentType,
        format == ScoringService.Format.PARQUET
            ? new Content(body, ScoringService::jsonOfParquet)
            : Content.text(body));
  }

  @GET
  @Path("ping")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response ping(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    requireLive(endpoint, context);
    return json("\n");
  }

  @GET
  @Path("health")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response health(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    return ping(endpoint, context);
  }

  @GET
  @Path("version")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response version(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    requireLive(endpoint, context);
    return Response.ok(PROTOCOL_VERSION, MediaType.TEXT_PLAIN_TYPE).build();
  }

  private void requireLive(String endpoint, RoutingContext context) {
    service.liveVersion(endpoint, Asked.ANY.witnessedBy(NamedAnswer.to(context, endpoint)));
  }
}
