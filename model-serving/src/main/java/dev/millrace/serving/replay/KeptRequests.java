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
class KeptRequests implements RecordedRequests {

  private static final Logger LOG = Logger.getLogger(KeptRequests.class);
  private static final int MOST = 20;

  private final RequestLogService log;
  private final RequestLogs logs;

  KeptRequests(RequestLogService log, RequestLogs logs) {
    this.log = log;
    this.logs = logs;
  }

  /** Those that were answered, and are as the caller sent them. */
  @Override
  public List<Consumer<Deployment>> newest(String endpoint, int version) {
    List<Consumer<Deployment>> asked = new ArrayList<>();
    if (!logs.isKept(endpoint)) {
      return asked;
    }
    try {
      log.visit(
          endpoint,
          version,
          0,
          Long.MAX_VALUE,
          MOST,
          request -> {
            if (isWhole(request)) {
              asked.add(candidate -> Replay.ask(endpoint, candidate, request, null));
            }
          });
    } catch (RuntimeException e) {
      LOG.debugf("the next version of %s is not warmed with kept requests: %s", endpoint, e);
    }
    return asked;
  }

  private static boolean isWhole(LoggedRequest request) {
    return request.errorCode() == null && request.body() != null && !request.redacted();
  }
}
