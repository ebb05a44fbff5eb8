package dev.millrace.serving.inference;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The server as the Open Inference Protocol sees it. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
public final class InferenceServerResource {

  private final InferenceService service;
  private final Server server;

  InferenceServerResource(
      InferenceService service,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.service = service;
    this.server =
        new Server(
            "millrace",
            version,
            List.of("binary_tensor_data", "model_repository(index)", "statistics"));
  }

  /**
   * The server's metadata.
   *
   * @param extensions of the protocol, as Triton names them
   */
  record Server(String name, String version, List<String> extensions) {}

  /** Why a request is refused. */
  record Refusal(String error) {}

  record Live(boolean live) {}

  record Ready(boolean ready) {}

  @GET
  @PublicAccess
  public Server server() {
    return server;
  }

  @GET
  @Path("health/live")
  @PublicAccess
  public Live live() {
    return new Live(true);
  }

  /** Ready to be asked; whether a model is ready is said for each. */
  @GET
  @Path("health/ready")
  @PublicAccess
  public Ready ready() {
    return new Ready(true);
  }

  @POST
  @Path("repository/index")
  @Consumes(MediaType.WILDCARD)
  @Access(on = Subject.ENDPOINT, needs = Permission.READ)
  public Response index(@Context HttpHeaders headers, byte[] body) {
    // Without a body there is nothing that could be of another type.
    return body.length == 0 || isRead(headers)
        ? Response.ok(service.index(body)).build()
        : notRead();
  }

  static boolean isRead(HttpHeaders headers) {
    return BodyType.isRead(
        headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
        headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
  }

  static Response notRead() {
    return Response.status(Response.Status.UNSUPPORTED_MEDIA_TYPE)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            new Refusal(
                "Send application/json in UTF-8, or application/octet-stream with binary tensors,"
                    + " and neither compressed."))
        .build();
  }
}
