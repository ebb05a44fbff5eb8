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

  private final RequestLogStore store;
  private final RequestLogWriter writer;
  private final int longestBody;
  private volatile Map<String, Kept> kept = Map.of();

  RequestLogs(RequestLogStore store, RequestLogWriter writer, RequestLogConfig config) {
    this.store = store;
    this.writer = writer;
    this.longestBody = Math.toIntExact(config.maxBody().asLongValue());
  }

  /**
   * What an endpoint keeps.
   *
   * @param sampleRate from 0 to 1
   */
  record Kept(long logId, double sampleRate) {}

  /** Whether no endpoint keeps any: then there is no more to ask. */
  public boolean isIdle() {
    return kept.isEmpty();
  }

  /** Keeps a request of an endpoint; null where it is none that is kept. */
  public @Nullable Recording begin(String endpoint, Supplier<Recording.Sent> sent) {
    Kept log = kept.get(endpoint);
    if (log == null || ThreadLocalRandom.current().nextDouble() >= log.sampleRate()) {
      return null;
    }
    return new Recording(writer, log, longestBody, sent.get());
  }

  /** Looks up which endpoints keep their requests now. */
  public synchronized void refresh() {
    kept = store.findKept();
  }
}
