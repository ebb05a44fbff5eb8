package dev.millrace.tracking.view;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.tracking.SavedView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Saved views: the caller's own and the shared ones. */
@Path("/api/millrace/v1/views")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SavedViewResource {

  private final SavedViewService views;

  SavedViewResource(SavedViewService views) {
    this.views = views;
  }

  @GET
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SavedView.ListResponse list(@Context SecurityContext security) {
    return new SavedView.ListResponse(views.list(security.getUserPrincipal()));
  }

  @POST
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SavedView.Response create(SavedView view, @Context SecurityContext security) {
    return new SavedView.Response(views.create(view, security.getUserPrincipal()));
  }

  @PUT
  @Path("{view_id}")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SavedView.Response replace(
      @PathParam("view_id") String viewId, SavedView view, @Context SecurityContext security) {
    return new SavedView.Response(views.replace(viewId, view, security.getUserPrincipal()));
  }

  @DELETE
  @Path("{view_id}")
  @Access(on = Subject.EXPERIMENT, needs = Permission.READ)
  public SavedView.DeleteResponse delete(
      @PathParam("view_id") String viewId, @Context SecurityContext security) {
    views.delete(viewId, security.getUserPrincipal());
    return new SavedView.DeleteResponse();
  }
}
