package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.serving.GetDrift;
import dev.millrace.core.serving.GetQuality;
import dev.millrace.core.serving.ListLoggedRequests;
import dev.millrace.core.serving.ListRequestLogExports;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.PostGroundTruth;
import dev.millrace.core.serving.PostGroundTruth.GroundTruth;
import dev.millrace.core.serving.ReplayReport;
import dev.millrace.core.serving.ReplayRequests;
import dev.millrace.core.serving.RequestLogExport;
import dev.millrace.core.serving.RequestLogSettings;
import java.util.List;
import java.util.Map;

/** The requests that an endpoint keeps. */
public final class EndpointRequests {

  private static final int LARGEST_PAGE = 1_000;

  private final HttpTransport transport;
  private final String endpointRoute;
  private final String route;

  EndpointRequests(HttpTransport transport, String endpointRoute) {
    this.transport = transport;
    this.endpointRoute = endpointRoute;
    this.route = endpointRoute + "/request-log";
  }

  /**
   * From now on the endpoint keeps its requests so; what it has kept stays.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where there is no such
   *     endpoint, INVALID_PARAMETER_VALUE where a field is refused
   */
  public RequestLogSettings keep(RequestLogSettings settings) {
    return transport.send("PUT", route, settings, Repeat.SAFELY, RequestLogSettings.class);
  }

  /** What the endpoint keeps; settings without any value where it keeps nothing. */
  public RequestLogSettings settings() {
    return transport.get(route, Map.of(), RequestLogSettings.class);
  }

  /** The endpoint keeps no requests from now on, and those that it kept are gone. */
  public void forget() {
    transport.send("DELETE", route, Map.of(), Repeat.SAFELY);
  }

  /**
   * Requests without bodies and answers, newest first.
   *
   * @param search whose {@code maxResults} and {@code pageToken} are not looked at
   * @param limit at most so many
   */
  public List<LoggedRequest> list(ListLoggedRequests search, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (maxResults, token) -> {
          ListLoggedRequests.Response page =
              transport.get(
                  route + "/entries",
                  Query.of("max_results", maxResults)
                      .and("page_token", token)
                      .and("from", search.from())
                      .and("to", search.to())
                      .and("version", search.version())
                      .and("errors_only", search.errorsOnly())
                      .values(),
                  ListLoggedRequests.Response.class);
          return new Paging.Page<>(page.requests(), page.nextPageToken());
        });
  }

  /**
   * The hours of requests that were written to the artifact store, newest first.
   *
   * @param limit at most so many
   */
  public List<RequestLogExport> exports(int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (maxResults, token) -> {
          ListRequestLogExports.Response page =
              transport.get(
                  route + "/exports",
                  Query.of("max_results", maxResults).and("page_token", token).values(),
                  ListRequestLogExports.Response.class);
          return new Paging.Page<>(page.exports(), page.nextPageToken());
        });
  }

  /** The newest request of this id, whole; RESOURCE_DOES_NOT_EXIST where none was kept. */
  public LoggedRequest get(String requestId) {
    return transport.get(
        route + "/entries/" + UriParts.encode(requestId), Map.of(), LoggedRequest.class);
  }

  /**
   * Has a version answer requests that were kept, and compares.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where there is no such
   *     endpoint, version or request; INVALID_STATE where the version cannot be served
   */
  public ReplayReport replay(ReplayRequests request) {
    return transport.send("POST", route + "/replay", request, Repeat.SAFELY, ReplayReport.class);
  }

  /**
   * Tells what should have been predicted, for rows of requests by their ids; what was told of a
   * row before is replaced.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where the endpoint
   *     keeps no requests, INVALID_PARAMETER_VALUE where a field is refused
   */
  public void tell(List<GroundTruth> groundTruth) {
    transport.send(
        "POST",
        endpointRoute + "/ground-truth",
        new PostGroundTruth(groundTruth),
        Repeat.SAFELY,
        PostGroundTruth.Response.class);
  }

  /** What versions were asked and answered in a window, against a reference. */
  public GetDrift.Response drift(GetDrift request) {
    return transport.get(
        endpointRoute + "/drift",
        Query.of("to", request.to() == null ? System.currentTimeMillis() : request.to())
            .and("from", request.from())
            .and("version", request.version())
            .and("reference_from", request.referenceFrom())
            .and("reference_to", request.referenceTo())
            .values(),
        GetDrift.Response.class);
  }

  /** How good the predictions were whose ground truth is known. */
  public GetQuality.Response quality(GetQuality request) {
    return transport.get(
        endpointRoute + "/quality",
        Query.of("from", request.from() == null ? 0L : request.from())
            .and("to", request.to())
            .values(),
        GetQuality.Response.class);
  }
}
