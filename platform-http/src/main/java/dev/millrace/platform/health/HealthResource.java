package dev.millrace.platform.health;

import dev.millrace.core.access.PublicAccess;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The probes that MLflow's clients and users' scripts ask. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
public final class HealthResource {

  /** The MLflow release whose API this server speaks; clients compare it with their own. */
  static final String MLFLOW_API_VERSION = "3.17.2";

  @GET
  @Path("health")
  @PublicAccess
  public String health() {
    return "OK";
  }

  @GET
  @Path("version")
  @PublicAccess
  public String version() {
    return MLFLOW_API_VERSION;
  }
}
