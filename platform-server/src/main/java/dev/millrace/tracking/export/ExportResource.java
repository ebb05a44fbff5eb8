package dev.millrace.tracking.export;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.tracking.ExportRuns;
import dev.millrace.platform.http.DownloadResponse;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Runs as a file to download. */
@Path("/api/millrace/v1/runs/export")
@Produces(MediaType.WILDCARD)
public class ExportResource {

  private final ExportService exports;

  ExportResource(ExportService exports) {
    this.exports = exports;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response exportByQuery(@Context UriInfo uri, @Context HttpServerRequest http) {
    return answer(http, query(uri));
  }

  /** The format may also be said in the query, as for a GET. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public Response export(
      ExportRuns request, @Context UriInfo uri, @Context HttpServerRequest http) {
    return answer(http, request.format() == null ? request.as(query(uri).format()) : request);
  }

  private Response answer(HttpServerRequest http, ExportRuns request) {
    RunExport export = exports.begin(request);
    return DownloadResponse.of(http, export.fileName(), export.contentType(), export::writeTo);
  }

  private static ExportRuns query(UriInfo uri) {
    return MlflowRequests.fromQuery(uri.getQueryParameters(), ExportRuns.class);
  }
}
