package dev.millrace.serving.feed;

import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.feed.RequestsReport.SentRequest;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.Entry;
import dev.millrace.serving.requestlog.StoredRequests;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what serving replicas were asked, as their endpoints' logs say now. */
@Singleton
class SentRequestService {

  private static final Duration OLDEST = Duration.ofDays(1);
  private static final Duration NEWEST = Duration.ofHours(1);

  private final StoredRequests stored;

  SentRequestService(StoredRequests stored) {
    this.stored = stored;
  }

  /**
   * Keeps them. Those that say they are of another day than today's or yesterday's are left out:
   * each day has a partition of its own.
   */
  void write(RequestsReport report) {
    ReportRules.all(report.requests(), "requests").forEach(ReportRules::request);
    long now = System.currentTimeMillis();
    List<Entry> entries =
        report.requests().stream()
            .filter(
                each -> each.at() > now - OLDEST.toMillis() && each.at() < now + NEWEST.toMillis())
            .map(SentRequestService::entry)
            .toList();
    if (!entries.isEmpty()) {
      stored.write(entries);
    }
  }

  private static Entry entry(SentRequest sent) {
    return new Entry(
        sent.logId(),
        sent.at(),
        sent.entryId(),
        sent.requestId(),
        sent.variant(),
        sent.version(),
        sent.protocol(),
        sent.contentType(),
        sent.latencyMicros(),
        sent.errorCode(),
        sent.bodyBytes(),
        content(sent.body()),
        sent.bodyNote(),
        content(sent.answer()),
        sent.answerNote());
  }

  private static @Nullable Content content(@Nullable String base64) {
    if (base64 == null) {
      return null;
    }
    try {
      return Content.text(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter(
          "A 'requests.body' or 'requests.answer' is no base64.");
    }
  }
}
