package dev.millrace.serving.scoring;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.VersionInput;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Scores rows with a version that is behind no endpoint, as batch jobs do, chunk by chunk. */
@Path("/api/millrace/v1/models/{name}/versions/{version}")
@Produces(MediaType.APPLICATION_JSON)
public final class VersionScoringResource {

  private final VersionScoringService service;

  VersionScoringResource(VersionScoringService service) {
    this.service = service;
  }

  /** A body of MLflow's scoring protocol, which is answered as an endpoint answers it. */
  @POST
  @Path("score")
  @Consumes({MediaType.APPLICATION_JSON, "text/csv"})
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.USE)
  public Response score(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @HeaderParam("Content-Type") @Nullable String contentType,
      byte[] body) {
    ScoringService.Format format = ScoringService.Format.of(contentType);
    if (format == null) {
      throw MlflowException.invalidParameter(
          "Send " + ScoringService.Format.NAMES + ", in UTF-8, and say so in Content-Type.");
    }
    return Response.ok(service.score(name, version, format, body))
        .header(AnswerHeaders.MODEL_VERSION, version)
        .build();
  }

  /** What the version takes, which is brought up for it. */
  @GET
  @Path("input")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.USE)
  public VersionInput input(@PathParam("name") String name, @PathParam("version") String version) {
    return service.input(name, version);
  }
}
