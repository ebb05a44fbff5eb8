package dev.millrace.tracking.dataset;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.SearchDatasets;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** MLflow's route for the datasets of experiments. */
@Path("/api/2.0/mlflow/experiments/search-datasets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DatasetResource {

  private final DatasetService datasets;

  DatasetResource(DatasetService datasets) {
    this.datasets = datasets;
  }

  @POST
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SearchDatasets.Response search(SearchDatasets request) {
    return new SearchDatasets.Response(datasets.searchDatasets(request));
  }
}
