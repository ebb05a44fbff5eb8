package dev.millrace.serving.feed;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.replay.KeptRequests;
import dev.millrace.serving.replica.ReplicaReports;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * What serving replicas ask and tell. Where the platform has a replica token, every call must show
 * it: the feed has the hashes of keys, and the files are those of every model.
 */
@Path("/api/millrace/v1/replicas")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ReplicaResource {

  private static final long LONGEST_WAIT_MILLIS = 30_000;

  private final ReplicaAccess access;
  private final FeedService feed;
  private final ModelFilesService files;
  private final ReportService reports;
  private final SentRequestService requests;
  private final KeptRequests kept;

  ReplicaResource(
      ReplicaAccess access,
      FeedService feed,
      ModelFilesService files,
      ReportService reports,
      SentRequestService requests,
      KeptRequests kept) {
    this.access = access;
    this.feed = feed;
    this.files = files;
    this.reports = reports;
    this.requests = requests;
    this.kept = kept;
  }

  /**
   * All that is served, once it is another than the revision that is known; 204 where it is not.
   */
  @GET
  @Path("feed")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ServingFeed.class)))
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public CompletionStage<Response> feed(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("revision") @Nullable String revision,
      @QueryParam("wait_millis") @DefaultValue("0") long waitMillis) {
    access.require(authorization);
    if (waitMillis < 0 || waitMillis > LONGEST_WAIT_MILLIS) {
      throw MlflowException.invalidParameter(
          "Parameter 'wait_millis' is from 0 to " + LONGEST_WAIT_MILLIS + ".");
    }
    return feed.after(revision, waitMillis)
        .thenApply(
            found ->
                found
                    .map(news -> Response.ok(news, MediaType.APPLICATION_JSON).build())
                    .orElseGet(() -> Response.noContent().build()));
  }

  @GET
  @Path("files")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public ModelFiles files(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("model") @Nullable String model,
      @QueryParam("version") @Nullable String version) {
    access.require(authorization);
    return files.list(model, version);
  }

  @GET
  @Path("content")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Response content(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("model") @Nullable String model,
      @QueryParam("version") @Nullable String version,
      @QueryParam("path") @Nullable String path) {
    access.require(authorization);
    return Response.ok(StreamedBody.copyOf(files.open(model, version, path))).build();
  }

  @GET
  @Path("requests")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public RecordedRequestList recorded(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @QueryParam("endpoint") @Nullable String endpoint,
      @QueryParam("version") @Nullable String version) {
    access.require(authorization);
    return new RecordedRequestList(
        kept.find(
            Require.text(endpoint, "endpoint"),
            Require.versionNumber(Require.text(version, "version"))));
  }

  @PUT
  @Path("{id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> putReplica(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      ReplicaReports.Identity identity) {
    return told(authorization, id, replica -> reports.putReplica(replica, identity));
  }

  @DELETE
  @Path("{id}")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> deleteReplica(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id) {
    return told(authorization, id, reports::deleteReplica);
  }

  @PUT
  @Path("{id}/served")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> putServed(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      ServedReport report) {
    return told(authorization, id, replica -> reports.putServed(replica, report));
  }

  @POST
  @Path("{id}/counts")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> addCounts(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      CountsReport report) {
    return told(authorization, id, replica -> reports.addCounts(replica, report));
  }

  @PUT
  @Path("{id}/swaps")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> putSwaps(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      SwapsReport report) {
    return told(authorization, id, replica -> reports.putSwaps(replica, report));
  }

  @PUT
  @Path("{id}/requests")
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Map<String, String> putRequests(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @PathParam("id") String id,
      RequestsReport report) {
    return told(authorization, id, replica -> requests.write(report));
  }

  private Map<String, String> told(
      @Nullable String authorization, String id, Consumer<UUID> report) {
    access.require(authorization);
    report.accept(ReportRules.replica(id));
    return Map.of();
  }
}
