package dev.millrace.registry.version;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.registry.VersionMetrics;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The metrics of a model's versions. */
@Path("/api/millrace/v1/models/{name}/metrics")
@Produces(MediaType.APPLICATION_JSON)
public class VersionMetricsResource {

  private final VersionMetricsService metrics;

  VersionMetricsResource(VersionMetricsService metrics) {
    this.metrics = metrics;
  }

  @GET
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public VersionMetrics get(@PathParam("name") String name, @Context UriInfo uri) {
    return metrics.get(
        name, MlflowRequests.fromQuery(uri.getQueryParameters(), VersionMetrics.Request.class));
  }
}
