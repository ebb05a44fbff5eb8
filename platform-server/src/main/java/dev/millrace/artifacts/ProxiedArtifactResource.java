package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.ListProxiedArtifacts;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.platform.http.FileResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The store as clients see it that send their files through the server. */
@Path("/api/2.0/mlflow-artifacts/artifacts")
@Produces(MediaType.APPLICATION_JSON)
public final class ProxiedArtifactResource {

  private final ArtifactService service;
  private final UploadService uploads;
  private final ArtifactDownloads downloads;

  ProxiedArtifactResource(
      ArtifactService service, UploadService uploads, ArtifactDownloads downloads) {
    this.service = service;
    this.uploads = uploads;
    this.downloads = downloads;
  }

  @GET
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public ListProxiedArtifacts.Response list(@Context UriInfo uri) {
    ListProxiedArtifacts request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), ListProxiedArtifacts.class);
    return new ListProxiedArtifacts.Response(
        service.listFolder(ArtifactPath.ofFolder(request.path())));
  }

  @GET
  @Path("{path: .+}")
  @Produces(MediaType.WILDCARD)
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public Response download(@Context RoutingContext context, @Context HttpServerRequest request) {
    return FileResponse.of(request, downloads.requireFile(ArtifactRoutes.pathOf(context)));
  }

  @PUT
  @Path("{path: .+}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Response upload(
      @Context RoutingContext context,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long contentLength,
      InputStream body) {
    OptionalLong declared =
        contentLength == null ? OptionalLong.empty() : OptionalLong.of(contentLength);
    Checksums expected = Checksums.ofHeaders(context.request()::getHeader);
    uploads.upload(ArtifactRoutes.pathOf(context), body, declared, expected);
    return Response.ok().build();
  }

  @DELETE
  @Path("{path: .+}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Map<String, String> delete(@Context RoutingContext context) {
    service.delete(ArtifactRoutes.pathOf(context));
    return Map.of();
  }
}
