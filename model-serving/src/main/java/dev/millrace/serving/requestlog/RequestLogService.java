package dev.millrace.serving.requestlog;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.serving.ListLoggedRequests;
import dev.millrace.core.serving.ListRequestLogExports;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.serving.requestlog.LoggedRequestStore.Placed;
import dev.millrace.serving.requestlog.LoggedRequestStore.Search;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of the log of requests. */
@ApplicationScoped
public class RequestLogService {

  private static final String ORDER = "request-log";
  private static final String EXPORT_ORDER = "request-log-exports";
  private static final int DEFAULT_PAGE = 100;
  private static final int VISITED_AT_ONCE = 100;

  private final RequestLogStore logs;
  private final LoggedRequestStore requests;
  private final RequestExportStore exports;
  private final RequestLogs atWork;

  RequestLogService(
      RequestLogStore logs,
      LoggedRequestStore requests,
      RequestExportStore exports,
      RequestLogs atWork) {
    this.logs = logs;
    this.requests = requests;
    this.exports = exports;
    this.atWork = atWork;
  }

  /** From now on the endpoint keeps its requests so; what it has kept stays. */
  public RequestLogSettings put(String endpoint, RequestLogSettings request) {
    RequestLogSettings settings = RequestLogRules.settings(request);
    RequestLogSettings put = logs.put(endpoint, settings).orElseThrow(() -> noEndpoint());
    atWork.refresh();
    return put;
  }

  /** What the endpoint keeps; settings without any value where it keeps nothing. */
  public RequestLogSettings get(String endpoint) {
    model(endpoint);
    return logs.find(endpoint)
        .map(RequestLogStore.Log::settings)
        .orElseGet(() -> new RequestLogSettings(null, List.of(), null, null));
  }

  /** The endpoint keeps no requests from now on, and those that it kept are gone. */
  public void delete(String endpoint) {
    model(endpoint);
    logs.delete(endpoint);
    atWork.refresh();
  }

  /** The requests that an endpoint kept, newest first. */
  public ListLoggedRequests.Response list(String endpoint, ListLoggedRequests request) {
    int limit = NewestFirst.maxResults(request.maxResults(), DEFAULT_PAGE);
    Search search =
        search(
            endpoint,
            request.from(),
            request.to(),
            request.version(),
            Boolean.TRUE.equals(request.errorsOnly()),
            limit + 1);
    if (request.pageToken() != null && !request.pageToken().isEmpty()) {
      search = after(search, PageToken.decode(request.pageToken(), ORDER));
    }
    List<Placed> found = requests.search(search);
    List<Placed> page = found.size() > limit ? found.subList(0, limit) : found;
    Placed last = found.size() > limit ? page.get(limit - 1) : null;
    return new ListLoggedRequests.Response(
        page.stream().map(Placed::request).toList(),
        last == null
            ? null
            : new PageToken(List.of(last.request().at(), last.entryId().toString())).encode(ORDER));
  }

  /** The hours of an endpoint's requests that are in the artifact store, newest first. */
  public ListRequestLogExports.Response exports(String endpoint, ListRequestLogExports request) {
    model(endpoint);
    int limit = NewestFirst.maxResults(request.maxResults(), DEFAULT_PAGE);
    long before = NewestFirst.before(request.pageToken(), EXPORT_ORDER);
    Page<RequestExportStore.Placed> page =
        NewestFirst.page(
            exports.list(endpoint, before, limit + 1),
            limit,
            RequestExportStore.Placed::exportId,
            EXPORT_ORDER);
    return new ListRequestLogExports.Response(
        page.items().stream().map(RequestExportStore.Placed::export).toList(),
        page.nextPageToken());
  }

  private static Search after(Search search, PageToken token) {
    try {
      if (token.keys().get(0) instanceof Long at) {
        return new Search(
            search.logId(),
            search.from(),
            Math.min(at, search.to()),
            search.version(),
            search.errorsOnly(),
            UUID.fromString(String.valueOf(token.keys().get(1))),
            search.limit());
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Said below.
    }
    throw MlflowException.invalidParameter("Invalid page token, could not be read");
  }

  /** Where a request is kept. */
  public record Place(long logId, long atMillis, UUID entryId) {}

  /**
   * Where requests are kept, newest first.
   *
   * @param from in milliseconds since the epoch, null from the first; as is {@code to}, included
   */
  public List<Place> places(
      String endpoint, @Nullable Long from, @Nullable Long to, boolean errorsOnly, int limit) {
    Search search = search(endpoint, from, to, null, errorsOnly, limit);
    return requests.search(search).stream().map(found -> place(search.logId(), found)).toList();
  }

  /**
   * Where the requests are kept that are called so, the newest of each, in this order.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where one was not kept
   */
  public List<Place> places(String endpoint, List<String> requestIds) {
    long log = require(endpoint).logId();
    return requestIds.stream().map(id -> place(log, id)).toList();
  }

  private Place place(long logId, String requestId) {
    RequestLogRules.requireId(requestId);
    return requests
        .findNewest(logId, requestId)
        .map(found -> place(logId, found))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "No request of the id '%s' was kept.".formatted(requestId)));
  }

  private static Place place(long logId, Placed found) {
    return new Place(logId, found.request().at(), found.entryId());
  }

  /** The request of a place, whole; empty where it is kept no longer. */
  public Optional<LoggedRequest> find(Place place) {
    return requests.findWhole(place.logId(), place.atMillis(), place.entryId());
  }

  /**
   * Looks at whole requests, newest first, a few of which are in memory at a time.
   *
   * @param from in milliseconds since the epoch, as is {@code to}; both are included
   * @param most at most so many
   * @return whether those were all
   */
  public boolean visit(
      String endpoint, int version, long from, long to, int most, Consumer<LoggedRequest> visitor) {
    Search search =
        new Search(requireLog(endpoint), from, to, version, false, null, VISITED_AT_ONCE);
    int left = most;
    while (left > 0) {
      List<Placed> page = requests.searchWhole(search);
      page.stream().limit(left).map(Placed::request).forEach(visitor);
      left -= page.size();
      if (page.size() < VISITED_AT_ONCE) {
        return left >= 0;
      }
      Placed last = page.get(page.size() - 1);
      search =
          new Search(
              search.logId(),
              from,
              last.request().at(),
              version,
              false,
              last.entryId(),
              VISITED_AT_ONCE);
    }
    return false;
  }

  /** The versions that answered in a window. */
  public List<Integer> versions(String endpoint, long from, long to) {
    return requests.findVersions(requireLog(endpoint), from, to);
  }

  /** When the first request came that a version answered; empty where none is kept. */
  public OptionalLong firstRequestMillis(String endpoint, int version) {
    return requests.findFirst(requireLog(endpoint), version);
  }

  /** The registered model whose versions answer behind an endpoint. */
  public String model(String endpoint) {
    return logs.findModel(endpoint).orElseThrow(() -> noEndpoint());
  }

  private Search search(
      String endpoint,
      @Nullable Long from,
      @Nullable Long to,
      @Nullable String version,
      boolean errorsOnly,
      int limit) {
    return new Search(
        require(endpoint).logId(),
        Objects.requireNonNullElse(from, 0L),
        Objects.requireNonNullElse(to, Long.MAX_VALUE),
        RequestLogRules.version(version),
        errorsOnly,
        null,
        limit);
  }

  /**
   * The newest request of an endpoint that is called so, whole.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where none was kept
   */
  public LoggedRequest get(String endpoint, String requestId) {
    return find(place(require(endpoint).logId(), requestId))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "No request of the id '%s' was kept.".formatted(requestId)));
  }

  /** The id of an endpoint's log; RESOURCE_DOES_NOT_EXIST where it keeps no requests. */
  public long requireLog(String endpoint) {
    return require(endpoint).logId();
  }

  private RequestLogStore.Log require(String endpoint) {
    return logs.find(endpoint)
        .orElseThrow(
            () ->
                logs.findModel(endpoint).isPresent()
                    ? new MlflowException(
                        ErrorCode.RESOURCE_DOES_NOT_EXIST,
                        "The endpoint does not keep its requests.")
                    : noEndpoint());
  }

  private static MlflowException noEndpoint() {
    return MlflowException.notFound("There is no endpoint of this name.");
  }
}
