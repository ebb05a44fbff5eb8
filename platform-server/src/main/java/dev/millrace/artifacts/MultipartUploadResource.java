package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.MultipartUpload;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Require;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Tells clients that files go through the server whole, in the words on which they fall back to
 * that.
 */
@Path("/api/2.0/mlflow-artifacts")
@Produces(MediaType.APPLICATION_JSON)
public final class MultipartUploadResource {

  @POST
  @Path("mpu/{step: create|complete|abort}/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Response uploadInParts(@Context RoutingContext context, MultipartUpload request) {
    ArtifactRoutes.pathOf(context);
    Require.text(request.path(), "path");
    throw notSupported("Multipart upload");
  }

  @GET
  @Path("presigned/{path: .*}")
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public Response presign(@Context RoutingContext context) {
    ArtifactRoutes.pathOf(context);
    throw notSupported("Multipart download");
  }

  private static MlflowException notSupported(String what) {
    return new MlflowException(
        ErrorCode.NOT_IMPLEMENTED, what + " is not supported for the current artifact repository");
  }
}
