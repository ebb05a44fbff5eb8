package dev.millrace.tracking.run;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.SearchRuns;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The search for runs as a query: what MLflow's route takes in a body, with the same names. */
@Path("/api/millrace/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public class RunListResource {

  private final RunSearchService runs;

  RunListResource(RunSearchService runs) {
    this.runs = runs;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SearchRuns.Response search(@Context UriInfo uri) {
    Page<Run> page =
        runs.searchRuns(MlflowRequests.fromQuery(uri.getQueryParameters(), SearchRuns.class));
    return new SearchRuns.Response(page.items(), page.nextPageToken());
  }
}
