package dev.millrace.tracking.column;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.tracking.ListColumns;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The columns of an experiment. */
@Path("/api/millrace/v1/experiments/{experiment_id}/columns")
@Produces(MediaType.APPLICATION_JSON)
public class ColumnResource {

  private final ColumnService columns;

  ColumnResource(ColumnService columns) {
    this.columns = columns;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public ListColumns.Response list(
      @PathParam("experiment_id") String experimentId, @Context UriInfo uri) {
    return columns.listColumns(
        experimentId, MlflowRequests.fromQuery(uri.getQueryParameters(), ListColumns.class));
  }
}
