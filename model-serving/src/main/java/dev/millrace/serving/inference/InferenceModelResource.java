package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.serving.RequestId;
import dev.millrace.serving.answer.NamedAnswer;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.deployment.RequestThreads;
import dev.millrace.serving.requestlog.Recording;
import dev.millrace.serving.requestlog.RequestLogs;
import dev.millrace.serving.scoring.CallerTerms;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An endpoint as a model of the Open Inference Protocol, with and without its version named. */
@Path("/v2/models/{endpoint}")
public final class InferenceModelResource {

  private static final String JSON_LENGTH_HEADER = "Inference-Header-Content-Length";

  private final InferenceService service;
  private final RequestLogs requestLogs;

  InferenceModelResource(InferenceService service, RequestLogs requestLogs) {
    this.service = service;
    this.requestLogs = requestLogs;
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response metadata(
      @PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    return described(context, endpoint, null, ModelDescription::metadata);
  }

  @GET
  @Path("versions/{version}")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response metadataOfVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @Context RoutingContext context) {
    return described(context, endpoint, version, ModelDescription::metadata);
  }

  @GET
  @Path("ready")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response ready(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    return described(context, endpoint, null, ModelDescription::ready);
  }

  @GET
  @Path("versions/{version}/ready")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response readyOfVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @Context RoutingContext context) {
    return described(context, endpoint, version, ModelDescription::ready);
  }

  @GET
  @Path("config")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response config(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    return described(context, endpoint, null, ModelDescription::config);
  }

  @GET
  @Path("versions/{version}/config")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response configOfVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @Context RoutingContext context) {
    return described(context, endpoint, version, ModelDescription::config);
  }

  @GET
  @Path("stats")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response stats(@PathParam("endpoint") String endpoint, @Context RoutingContext context) {
    return described(context, endpoint, null, ModelDescription::allStats);
  }

  @GET
  @Path("versions/{version}/stats")
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Response statsOfVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @Context RoutingContext context) {
    return described(context, endpoint, version, ModelDescription::stats);
  }

  @POST
  @NonBlocking
  @Path("infer")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Uni<Response> infer(
      @PathParam("endpoint") String endpoint,
      @HeaderParam(JSON_LENGTH_HEADER) @Nullable String jsonLength,
      @HeaderParam(AnswerHeaders.REQUEST_KEY) @Nullable String key,
      @Context HttpHeaders headers,
      @Context RoutingContext context,
      byte[] body) {
    Asked asked = Asked.ofKey(key).witnessedBy(NamedAnswer.to(context, endpoint));
    return answered(endpoint, asked, jsonLength, headers, body);
  }

  @POST
  @NonBlocking
  @Path("versions/{version}/infer")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public Uni<Response> inferOfVersion(
      @PathParam("endpoint") String endpoint,
      @PathParam("version") String version,
      @HeaderParam(JSON_LENGTH_HEADER) @Nullable String jsonLength,
      @Context HttpHeaders headers,
      @Context RoutingContext context,
      byte[] body) {
    Asked asked = Asked.ofVersion(version).witnessedBy(NamedAnswer.to(context, endpoint));
    return answered(endpoint, asked, jsonLength, headers, body);
  }

  private Uni<Response> answered(
      String endpoint, Asked asked, @Nullable String jsonLength, HttpHeaders headers, byte[] body) {
    if (!InferenceServerResource.isRead(headers)) {
      return Uni.createFrom().item(InferenceServerResource.notRead());
    }
    Recording recording =
        requestLogs.isIdle()
            ? null
            : requestLogs.begin(endpoint, () -> sent(headers, jsonLength, body));
    return RequestThreads.answer(
        body.length,
        asked.on(CallerTerms.of(headers::getHeaderString)).witnessedBy(recording),
        sure -> response(answer(recording, endpoint, sure, body, jsonLength)));
  }

  private InferAnswer answer(
      @Nullable Recording recording,
      String endpoint,
      Asked asked,
      byte[] body,
      @Nullable String jsonLength) {
    return recording == null
        ? service.infer(endpoint, asked, body, jsonLength)
        : recording.of(
            () -> service.infer(endpoint, asked, body, jsonLength), TensorText::ofAnswer);
  }

  private static Response response(InferAnswer answer) {
    return answer.isBinary()
        ? Response.ok(answer.body(), MediaType.APPLICATION_OCTET_STREAM_TYPE)
            .header(JSON_LENGTH_HEADER, answer.jsonLength())
            .build()
        : Response.ok(answer.body(), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static Recording.Sent sent(
      HttpHeaders headers, @Nullable String jsonLength, byte[] body) {
    return new Recording.Sent(
        RequestId.of(headers.getHeaderString(AnswerHeaders.REQUEST_ID)),
        Protocol.V2,
        headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
        TensorText.ofRequest(body, jsonLength));
  }

  private Response described(
      RoutingContext context,
      String endpoint,
      @Nullable String version,
      Function<ModelDescription, ObjectNode> part) {
    Asked asked = Asked.ofVersion(version).witnessedBy(NamedAnswer.to(context, endpoint));
    ObjectNode described = service.describe(endpoint, asked, part);
    return Response.ok(described.toString(), MediaType.APPLICATION_JSON_TYPE).build();
  }
}
