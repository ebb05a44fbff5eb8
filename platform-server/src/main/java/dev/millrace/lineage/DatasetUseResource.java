package dev.millrace.lineage;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.lineage.GetDatasetUses;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Datasets by the hash of their content. */
@Path("/api/millrace/v1/datasets/{digest}")
@Produces(MediaType.APPLICATION_JSON)
public class DatasetUseResource {

  private final DatasetUseService datasets;

  DatasetUseResource(DatasetUseService datasets) {
    this.datasets = datasets;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public GetDatasetUses.Response get(@PathParam("digest") String digest, @Context UriInfo uri) {
    return datasets.uses(
        digest, MlflowRequests.fromQuery(uri.getQueryParameters(), GetDatasetUses.class));
  }
}
