package dev.millrace.serving.requestlog;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which endpoints keep their requests, as this server knows it. */
@Singleton
public class RequestLogs {

  /** Notified when an endpoint begins to keep requests, ends it, or keeps others. */
  public static final String CHANNEL = "millrace_request_log";

  private final KeptLogs logs;
  private final RequestLogWriter writer;
  private final int longestBody;
  private volatile Map<String, KeptLogs.Kept> kept = Map.of();

  RequestLogs(KeptLogs logs, RequestLogWriter writer, RequestLogConfig config) {
    this.logs = logs;
    this.writer = writer;
    this.longestBody = Math.toIntExact(config.maxBody().asLongValue());
  }

  /** Whether no endpoint keeps any: then there is no more to ask. */
  public boolean isIdle() {
    return kept.isEmpty();
  }

  /** Whether an endpoint keeps its requests now. */
  public boolean isKept(String endpoint) {
    return kept.containsKey(endpoint);
  }

  /** Keeps a request of an endpoint; null where it is none that is kept. */
  public @Nullable Recording begin(String endpoint, Supplier<Recording.Sent> sent) {
    KeptLogs.Kept log = kept.get(endpoint);
    if (log == null || ThreadLocalRandom.current().nextDouble() >= log.sampleRate()) {
      return null;
    }
    return new Recording(writer, log, longestBody, sent.get());
  }

  /** Looks up which endpoints keep their requests now. */
  public synchronized void refresh() {
    kept = logs.findKept();
  }
}
