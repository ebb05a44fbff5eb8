package dev.millrace.tracking;

import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.artifact.DirectTransferOffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Tells MLflow's clients which of its optional abilities this server has. */
@Path("/api/3.0/mlflow/server-info")
@Produces(MediaType.APPLICATION_JSON)
public class ServerInfoResource {

  /** The answer; none of it is a secret, for it is told before a login. */
  public record ServerInfo(
      String storeType,
      boolean workspacesEnabled,
      boolean traceArchivalEnabled,
      boolean multipartUploadsEnabled,
      boolean multipartDownloadsEnabled,
      boolean presignedUploadRunIdSupported,
      boolean presignedUploadModelIdSupported,
      Map<String, Boolean> featuresEnabled) {}

  private final DirectTransferOffer offer;

  ServerInfoResource(DirectTransferOffer offer) {
    this.offer = offer;
  }

  @GET
  @PublicAccess
  public ServerInfo get() {
    boolean direct = offer.isMade();
    return new ServerInfo(
        "SqlStore", false, false, direct, direct, false, false, Map.of("gateway", false));
  }
}
