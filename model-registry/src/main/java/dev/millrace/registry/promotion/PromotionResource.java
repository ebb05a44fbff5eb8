package dev.millrace.registry.promotion;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowRequests;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.ReportOnPromotion;
import dev.millrace.core.registry.SearchPromotionRequests;
import dev.millrace.core.registry.SearchPromotions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Promotions, what people and checks answer to them, and their history. */
@Path("/api/millrace/v1/promotions")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PromotionResource {

  private static final int ACCEPTED = 202;

  private final PromotionService promotions;
  private final ReportService reports;
  private final HistoryService history;
  private final HistoryExport export;

  PromotionResource(
      PromotionService promotions,
      ReportService reports,
      HistoryService history,
      HistoryExport export) {
    this.promotions = promotions;
    this.reports = reports;
    this.history = history;
    this.export = export;
  }

  @POST
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatePromotion.Response.class)))
  public Response create(CreatePromotion request, @Context SecurityContext security) {
    return answer(
        promotions.promote(request, AliasMoveKind.PROMOTION, security.getUserPrincipal()));
  }

  @POST
  @Path("rollback")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatePromotion.Response.class)))
  public Response rollback(CreatePromotion request, @Context SecurityContext security) {
    return answer(promotions.promote(request, AliasMoveKind.ROLLBACK, security.getUserPrincipal()));
  }

  @GET
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public SearchPromotions.Response search(@Context UriInfo uri) {
    return history.search(
        MlflowRequests.fromQuery(uri.getQueryParameters(), SearchPromotions.class));
  }

  @GET
  @Path("export")
  @Produces({"text/csv", MediaType.APPLICATION_JSON})
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public Response export(
      @Context UriInfo uri, @QueryParam("format") @DefaultValue("json") String format) {
    SearchPromotions request =
        MlflowRequests.fromQuery(uri.getQueryParameters(), SearchPromotions.class);
    SearchPromotions.Response first = export.firstPage(request);
    StreamingOutput body =
        switch (format) {
          case "json" -> out -> export.writeJson(first, request, out);
          case "csv" -> out -> export.writeCsv(first, request, out);
          default ->
              throw MlflowException.invalidParameter(
                  "Invalid value '" + format + "' for parameter 'format': it is json or csv.");
        };
    return Response.ok(body)
        .type(format.equals("csv") ? "text/csv; charset=utf-8; header=present" : "application/json")
        .build();
  }

  @GET
  @Path("requests")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public SearchPromotionRequests.Response open(@QueryParam("model_name") @Nullable String name) {
    return reports.open(name);
  }

  @GET
  @Path("requests/{id}")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.READ)
  public PromotionRequest get(@PathParam("id") String id) {
    return reports.get(id);
  }

  @POST
  @Path("requests/{id}/approve")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.APPROVE)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatePromotion.Response.class)))
  public Response approve(
      @PathParam("id") String id, ReportOnPromotion request, @Context SecurityContext security) {
    return answer(reports.approve(id, request, security.getUserPrincipal()));
  }

  @POST
  @Path("requests/{id}/refuse")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.APPROVE)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatePromotion.Response.class)))
  public Response refuse(
      @PathParam("id") String id, ReportOnPromotion request, @Context SecurityContext security) {
    return Response.ok(reports.refuse(id, request, security.getUserPrincipal())).build();
  }

  @POST
  @Path("requests/{id}/checks/{name}")
  @Access(on = Subject.REGISTERED_MODEL, needs = Permission.PROMOTE)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CreatePromotion.Response.class)))
  public Response check(
      @PathParam("id") String id,
      @PathParam("name") String name,
      ReportOnPromotion request,
      @Context SecurityContext security) {
    return answer(reports.check(id, name, request, security.getUserPrincipal()));
  }

  private static Response answer(CreatePromotion.Response answer) {
    int status =
        answer.errorCode() != null
            ? ErrorCode.valueOf(answer.errorCode()).httpStatus()
            : answer.request() != null && !answer.request().state().isOver()
                ? ACCEPTED
                : Response.Status.OK.getStatusCode();
    return Response.status(status).entity(answer).build();
  }
}
