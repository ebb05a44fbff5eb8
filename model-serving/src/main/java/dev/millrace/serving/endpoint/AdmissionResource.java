package dev.millrace.serving.endpoint;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.serving.CreateEndpointKeyRequest;
import dev.millrace.core.serving.CreatedEndpointKey;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.EndpointResponse;
import dev.millrace.core.serving.ListEndpointKeysResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Whom an endpoint lets in, and how many at a time. */
@Path("/api/millrace/v1/endpoints/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class AdmissionResource {

  private final AdmissionService service;

  AdmissionResource(AdmissionService service) {
    this.service = service;
  }

  @PUT
  @Path("options")
  @Access(on = Subject.ENDPOINT, needs = Permission.EDIT)
  public EndpointResponse putOptions(@PathParam("name") String name, EndpointOptions options) {
    return new EndpointResponse(service.putOptions(name, options));
  }

  @POST
  @Path("keys")
  @Access(on = Subject.ENDPOINT, needs = Permission.MANAGE)
  public CreatedEndpointKey createKey(
      @PathParam("name") String name, CreateEndpointKeyRequest request) {
    return service.create(name, request);
  }

  @GET
  @Path("keys")
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public ListEndpointKeysResponse keys(@PathParam("name") String name) {
    return new ListEndpointKeysResponse(service.list(name));
  }

  @DELETE
  @Path("keys/{key}")
  @Access(on = Subject.ENDPOINT, needs = Permission.MANAGE)
  public Map<String, String> deleteKey(
      @PathParam("name") String name, @PathParam("key") String key) {
    service.delete(name, key);
    return Map.of();
  }
}
