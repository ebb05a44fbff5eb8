package dev.millrace.tracking.sampling;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.tracking.SampleMetrics;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Histories for charts. */
@Path("/api/millrace/v1/metrics/sample")
@Produces(MediaType.APPLICATION_JSON)
public class SampleResource {

  private final SampleService samples;

  SampleResource(SampleService samples) {
    this.samples = samples;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SampleMetrics.Response sample(@Context UriInfo uri) {
    return new SampleMetrics.Response(
        samples.sample(MlflowRequests.fromQuery(uri.getQueryParameters(), SampleMetrics.class)));
  }
}
