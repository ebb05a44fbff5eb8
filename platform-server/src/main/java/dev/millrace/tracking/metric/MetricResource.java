package dev.millrace.tracking.metric;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.tracking.GetMetricHistory;
import dev.millrace.core.tracking.GetMetricHistoryBulk;
import dev.millrace.core.tracking.GetMetricHistoryBulkInterval;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** MLflow's routes for the histories of metrics. */
@Path("/api/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
public class MetricResource {

  private final MetricHistoryService histories;

  MetricResource(MetricHistoryService histories) {
    this.histories = histories;
  }

  @GET
  @Path("get-history")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  @APIResponseSchema(GetMetricHistory.Response.class)
  public StreamedBody getHistory(UriInfo uri) {
    return histories.getHistory(
        MlflowRequests.fromQuery(uri.getQueryParameters(), GetMetricHistory.class));
  }

  @GET
  @Path("get-history-bulk")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetMetricHistoryBulk.Response getBulk(UriInfo uri) {
    return new GetMetricHistoryBulk.Response(
        histories.getBulk(
            MlflowRequests.fromQuery(uri.getQueryParameters(), GetMetricHistoryBulk.class)));
  }

  @GET
  @Path("get-history-bulk-interval")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetMetricHistoryBulkInterval.Response getBulkInterval(UriInfo uri) {
    return new GetMetricHistoryBulkInterval.Response(
        histories.getBulkInterval(
            MlflowRequests.fromQuery(
                uri.getQueryParameters(), GetMetricHistoryBulkInterval.class)));
  }
}
