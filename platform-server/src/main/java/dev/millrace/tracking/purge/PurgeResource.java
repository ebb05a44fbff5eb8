package dev.millrace.tracking.purge;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.Purge;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Removes deleted runs and experiments for good. */
@Path("/api/millrace/v1/purge")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PurgeResource {

  private final PurgeService purges;

  PurgeResource(PurgeService purges) {
    this.purges = purges;
  }

  @POST
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public Purge.Response purge(Purge request) {
    return purges.purge(request);
  }
}
