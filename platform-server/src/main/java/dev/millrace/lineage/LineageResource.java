package dev.millrace.lineage;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.lineage.GetLineage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** What came from what. */
@Path("/api/millrace/v1/lineage")
@Produces(MediaType.APPLICATION_JSON)
public class LineageResource {

  private final LineageService lineage;

  LineageResource(LineageService lineage) {
    this.lineage = lineage;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetLineage.Response lineage(@Context UriInfo uri) {
    return lineage.lineage(MlflowRequests.fromQuery(uri.getQueryParameters(), GetLineage.class));
  }
}
