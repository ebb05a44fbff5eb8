package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.GetStorageReport;
import dev.millrace.core.json.MlflowRequests;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Tells administrators what the artifacts take. */
@Path("/api/millrace/v1/admin/storage")
@Produces(MediaType.APPLICATION_JSON)
public class StorageReportResource {

  private final StorageReportService reports;

  StorageReportResource(StorageReportService reports) {
    this.reports = reports;
  }

  @GET
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public GetStorageReport.Response get(@Context UriInfo uri) {
    return reports.report(
        MlflowRequests.fromQuery(uri.getQueryParameters(), GetStorageReport.class));
  }
}
