package dev.millrace.serving.requestlog;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.serving.ListLoggedRequests;
import dev.millrace.core.serving.ListRequestLogExports;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.RequestLogSettings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** What an endpoint keeps of its requests. They are others' data: to read them takes EDIT. */
@Path("/api/millrace/v1/endpoints/{name}/request-log")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RequestLogResource {

  private final RequestLogService service;

  RequestLogResource(RequestLogService service) {
    this.service = service;
  }

  @GET
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public RequestLogSettings get(@PathParam("name") String name) {
    return service.get(name);
  }

  @PUT
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public RequestLogSettings put(@PathParam("name") String name, RequestLogSettings settings) {
    return service.put(name, settings);
  }

  @DELETE
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public Map<String, String> delete(@PathParam("name") String name) {
    service.delete(name);
    return Map.of();
  }

  @GET
  @Path("entries")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public ListLoggedRequests.Response list(@PathParam("name") String name, @Context UriInfo uri) {
    return service.list(
        name, MlflowRequests.fromQuery(uri.getQueryParameters(), ListLoggedRequests.class));
  }

  @GET
  @Path("entries/{request_id}")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public LoggedRequest entry(
      @PathParam("name") String name, @PathParam("request_id") String requestId) {
    return service.get(name, requestId);
  }

  @GET
  @Path("exports")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ListRequestLogExports.Response exports(
      @PathParam("name") String name, @Context UriInfo uri) {
    return service.exports(
        name, MlflowRequests.fromQuery(uri.getQueryParameters(), ListRequestLogExports.class));
  }
}
