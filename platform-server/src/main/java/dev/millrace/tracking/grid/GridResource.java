package dev.millrace.tracking.grid;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.CountRuns;
import dev.millrace.core.tracking.GroupRuns;
import dev.millrace.core.tracking.RunValues;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The cells, the count and the groups of a table of runs. */
@Path("/api/millrace/v1/runs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class GridResource {

  private final GridService grid;

  GridResource(GridService grid) {
    this.grid = grid;
  }

  @POST
  @Path("values")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public RunValues.Response values(RunValues request) {
    return grid.values(request);
  }

  @POST
  @Path("count")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public CountRuns.Response count(CountRuns request) {
    return grid.count(request);
  }

  @POST
  @Path("groups")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GroupRuns.Response groups(GroupRuns request) {
    return grid.groups(request);
  }
}
