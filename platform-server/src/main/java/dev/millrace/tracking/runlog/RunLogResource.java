package dev.millrace.tracking.runlog;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.live.AppendLog;
import dev.millrace.platform.http.EventStreams;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The log of a run: text that it appends, as bytes. */
@Path("/api/millrace/v1/runs")
public class RunLogResource {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final RunLogService logs;
  private final RunLogTails tails;
  private final EventStreams streams;

  RunLogResource(RunLogService logs, RunLogTails tails, EventStreams streams) {
    this.logs = logs;
    this.tails = tails;
    this.streams = streams;
  }

  @POST
  @Path("{run_id}/log")
  @Consumes({MediaType.TEXT_PLAIN, MediaType.APPLICATION_OCTET_STREAM})
  @Produces(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.EDIT)
  public AppendLog.Response append(
      @PathParam("run_id") String runId,
      @QueryParam("writer") @Nullable String writer,
      @QueryParam("sequence") @Nullable String sequence,
      byte @Nullable [] content) {
    return logs.append(runId, content == null ? new byte[0] : content, writer, sequence);
  }

  @GET
  @Path("{run_id}/log")
  @Produces(MediaType.TEXT_PLAIN)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response read(
      @PathParam("run_id") String runId,
      @QueryParam("offset") @Nullable String offset,
      @QueryParam("limit") @Nullable String limit) {
    RunLogService.Range range = logs.rangeOf(runId, offset, limit);
    return Response.ok(logs.open(range), TEXT)
        .header(HttpHeaders.CONTENT_LENGTH, range.length())
        .header("X-Millrace-Log-Size", range.size())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @GET
  @Path("{run_id}/log/tail")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "Events until one of both sides ends it",
      content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public void tail(
      @PathParam("run_id") String runId,
      @QueryParam("offset") @Nullable String offset,
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
      @Context RoutingContext context,
      @Context SseEventSink sink) {
    long from = logs.tailOffset(runId, lastEventId == null ? offset : lastEventId);
    tails.follow(runId, from, streams.open(context, sink, tails::forget));
  }
}
