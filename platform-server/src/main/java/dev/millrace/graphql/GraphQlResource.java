package dev.millrace.graphql;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The queries of MLflow's own UI; the schema file describes them, and not OpenAPI. */
@Path("/graphql")
@Produces(MediaType.APPLICATION_JSON)
public class GraphQlResource {

  private final GraphQlService queries;

  GraphQlResource(GraphQlService queries) {
    this.queries = queries;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public String post(GraphQlRequest request) {
    return queries.execute(request);
  }

  @GET
  @Operation(hidden = true)
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public String get(
      @QueryParam("query") @Nullable String query,
      @QueryParam("variables") @Nullable String variables,
      @QueryParam("operationName") @Nullable String operationName) {
    return queries.execute(GraphQlRequest.ofQueryString(query, variables, operationName));
  }
}
