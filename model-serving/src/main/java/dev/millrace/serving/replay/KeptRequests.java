package dev.millrace.serving.replay;

import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.RecordedRequests;
import dev.millrace.serving.requestlog.RequestLogService;
import dev.millrace.serving.requestlog.RequestLogs;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The requests of the log, as those that candidates are asked before they take traffic. */
@Singleton
public class KeptRequests implements RecordedRequests {

  private static final Logger LOG = Logger.getLogger(KeptRequests.class);
  private static final int MOST = 20;

  private final RequestLogService log;
  private final RequestLogs logs;

  KeptRequests(RequestLogService log, RequestLogs logs) {
    this.log = log;
    this.logs = logs;
  }

  @Override
  public List<Consumer<Deployment>> newest(String endpoint, int version) {
    try {
      return RecordedRequest.asked(endpoint, find(endpoint, version));
    } catch (RuntimeException e) {
      LOG.debugf("the next version of %s is not warmed with kept requests: %s", endpoint, e);
      return List.of();
    }
  }

  /**
   * The newest that a version answered, newest first, and that are as the caller sent them; none
   * where the endpoint keeps none.
   */
  public List<RecordedRequest> find(String endpoint, int version) {
    List<RecordedRequest> found = new ArrayList<>();
    if (logs.isKept(endpoint)) {
      log.visit(endpoint, version, 0, Long.MAX_VALUE, MOST, request -> add(request, found));
    }
    return found;
  }

  private static void add(LoggedRequest request, List<RecordedRequest> found) {
    if (request.errorCode() == null && request.body() != null && !request.redacted()) {
      found.add(new RecordedRequest(request.protocol(), request.body()));
    }
  }
}
