package dev.millrace.tracking.trash;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.tracking.ListTrash;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Shows administrators what is deleted and not purged. */
@Path("/api/millrace/v1/admin/trash")
@Produces(MediaType.APPLICATION_JSON)
public class TrashResource {

  private final TrashService trash;

  TrashResource(TrashService trash) {
    this.trash = trash;
  }

  @GET
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public ListTrash.Response list(@Context UriInfo uri) {
    return trash.list(MlflowRequests.fromQuery(uri.getQueryParameters(), ListTrash.class));
  }
}
