package dev.millrace.tracking;

import dev.millrace.core.access.PublicAccess;
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

  @GET
  @PublicAccess
  public ServerInfo get() {
    return new ServerInfo(
        "SqlStore", false, false, false, false, false, false, Map.of("gateway", false));
  }
}
