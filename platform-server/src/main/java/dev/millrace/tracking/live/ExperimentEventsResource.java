package dev.millrace.tracking.live;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.platform.http.EventStreams;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What happens to the runs of one experiment, as server-sent events. */
@Path("/api/millrace/v1/experiments")
public class ExperimentEventsResource {

  private final RunEventService events;
  private final EventStreams streams;

  ExperimentEventsResource(RunEventService events, EventStreams streams) {
    this.events = events;
    this.streams = streams;
  }

  @GET
  @Path("{experiment_id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "Events until one of both sides ends it",
      content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public void watch(
      @PathParam("experiment_id") String experimentId,
      @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
      @Context RoutingContext context,
      @Context SseEventSink sink) {
    events.watchExperiment(
        experimentId, lastEventId, whenEnded -> streams.open(context, sink, whenEnded));
  }
}
