package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.AbortMultipartUpload;
import dev.millrace.core.artifact.CompleteMultipartUpload;
import dev.millrace.core.artifact.CreateMultipartUpload;
import dev.millrace.core.artifact.PresignedDownload;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** MLflow's routes for clients that exchange bytes with the object store themselves. */
@Path("/api/2.0/mlflow-artifacts")
@Produces(MediaType.APPLICATION_JSON)
public final class DirectTransferResource {

  private final DirectTransferService service;

  DirectTransferResource(DirectTransferService service) {
    this.service = service;
  }

  @POST
  @Path("mpu/create/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public CreateMultipartUpload.Response create(
      @Context RoutingContext context, CreateMultipartUpload request) {
    return service.create(ArtifactRoutes.pathOf(context), request);
  }

  @POST
  @Path("mpu/complete/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Map<String, String> complete(
      @Context RoutingContext context, CompleteMultipartUpload request) {
    service.complete(ArtifactRoutes.pathOf(context), request);
    return Map.of();
  }

  @POST
  @Path("mpu/abort/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Map<String, String> abort(@Context RoutingContext context, AbortMultipartUpload request) {
    service.abort(ArtifactRoutes.pathOf(context), request);
    return Map.of();
  }

  @GET
  @Path("presigned/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public PresignedDownload presign(@Context RoutingContext context) {
    return service.presign(ArtifactRoutes.pathOf(context));
  }
}
