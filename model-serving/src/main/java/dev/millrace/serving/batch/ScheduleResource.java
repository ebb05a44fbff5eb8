package dev.millrace.serving.batch;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.batch.CreateScheduleRequest;
import dev.millrace.core.batch.ListSchedulesResponse;
import dev.millrace.core.batch.ListScoringJobs;
import dev.millrace.core.batch.RunScheduleRequest;
import dev.millrace.core.batch.ScheduleResponse;
import dev.millrace.core.batch.ScoringJobResponse;
import dev.millrace.core.batch.UpdateScheduleRequest;
import dev.millrace.core.json.MlflowRequests;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** Plans, shows, changes and runs the scoring of files. It writes artifacts: to plan takes EDIT. */
@Path("/api/millrace/v1/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ScheduleResource {

  private final ScheduleService service;

  ScheduleResource(ScheduleService service) {
    this.service = service;
  }

  @POST
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public ScheduleResponse create(CreateScheduleRequest request, @Context SecurityContext security) {
    return new ScheduleResponse(service.create(request, security.getUserPrincipal()));
  }

  @GET
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public ListSchedulesResponse list() {
    return new ListSchedulesResponse(service.list());
  }

  @GET
  @Path("{name}")
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public ScheduleResponse get(@PathParam("name") String name) {
    return new ScheduleResponse(service.get(name));
  }

  @PATCH
  @Path("{name}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public ScheduleResponse update(@PathParam("name") String name, UpdateScheduleRequest request) {
    return new ScheduleResponse(service.update(name, request));
  }

  @DELETE
  @Path("{name}")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public Map<String, String> delete(@PathParam("name") String name) {
    service.delete(name);
    return Map.of();
  }

  @POST
  @Path("{name}/run")
  @Access(on = Subject.ARTIFACT, needs = Permission.EDIT)
  public ScoringJobResponse run(@PathParam("name") String name, RunScheduleRequest request) {
    return new ScoringJobResponse(service.run(name, request));
  }

  @GET
  @Path("{name}/jobs")
  @Access(on = Subject.ARTIFACT, needs = Permission.READ)
  public ListScoringJobs.Response jobs(@PathParam("name") String name, @Context UriInfo uri) {
    return service.jobs(
        name, MlflowRequests.fromQuery(uri.getQueryParameters(), ListScoringJobs.class));
  }
}
