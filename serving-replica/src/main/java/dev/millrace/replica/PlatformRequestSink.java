package dev.millrace.replica;

import dev.millrace.serving.ServerId;
import dev.millrace.serving.feed.RequestsReport;
import dev.millrace.serving.feed.RequestsReport.SentRequest;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.Entry;
import dev.millrace.serving.requestlog.RequestLogConfig;
import dev.millrace.serving.requestlog.RequestSink;
import dev.millrace.serving.requestlog.UnkeepableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has the platform keep requests, which redacts them as the log says when they come. */
@Singleton
class PlatformRequestSink implements RequestSink {

  /** With its JSON well below what the platform takes in one body. */
  private static final long MOST_CHARACTERS = 4L << 20;

  private static final Logger LOG = Logger.getLogger(PlatformRequestSink.class);

  private final PlatformClient platform;
  private final UUID self;
  private final int longestBody;

  @Inject
  PlatformRequestSink(PlatformClient platform, ServerId self, RequestLogConfig config) {
    this(platform, self, Math.toIntExact(config.maxBody().asLongValue()));
  }

  PlatformRequestSink(PlatformClient platform, ServerId self, int longestBody) {
    this.platform = platform;
    this.self = self.value();
    this.longestBody = longestBody;
  }

  /** A body as it is sent, or why it is not. */
  private record Sent(@Nullable String base64, @Nullable String note) {

    static Sent of(@Nullable Content content, @Nullable String note, int longest) {
      if (content == null) {
        return new Sent(null, note);
      }
      try {
        return new Sent(Base64.getEncoder().encodeToString(content.textOfAtMost(longest)), null);
      } catch (UnkeepableException e) {
        return new Sent(null, e.reason());
      }
    }

    int length() {
      return base64 == null ? 0 : base64.length();
    }
  }

  @Override
  public void write(List<Entry> batch) {
    List<SentRequest> part = new ArrayList<>();
    long characters = 0;
    for (Entry entry : batch) {
      Sent body = Sent.of(entry.body(), entry.bodyNote(), longestBody);
      Sent answer = Sent.of(entry.answer(), entry.answerNote(), longestBody);
      long length = body.length() + answer.length();
      if (!part.isEmpty() && characters + length > MOST_CHARACTERS) {
        send(part);
        part = new ArrayList<>();
        characters = 0;
      }
      part.add(sent(entry, body, answer));
      characters += length;
    }
    send(part);
  }

  /** One that the platform does not take is left out, and none of the others. */
  private void send(List<SentRequest> part) {
    try {
      platform.tell("PUT", self, "/requests", new RequestsReport(part));
    } catch (PlatformException e) {
      if (e.mayPass()) {
        throw e;
      }
      if (part.size() == 1) {
        LOG.warnf("a request cannot be kept: %s", e);
        return;
      }
      int half = part.size() / 2;
      send(part.subList(0, half));
      send(part.subList(half, part.size()));
    }
  }

  private static SentRequest sent(Entry entry, Sent body, Sent answer) {
    return new SentRequest(
        entry.logId(),
        entry.atMillis(),
        entry.entryId(),
        entry.requestId(),
        entry.variant(),
        entry.version(),
        entry.protocol(),
        entry.contentType(),
        entry.latencyMicros(),
        entry.errorCode(),
        entry.bodyBytes(),
        body.base64(),
        body.note(),
        answer.base64(),
        answer.note());
  }

  @Override
  public boolean isWorthRetrying(RuntimeException failure) {
    return failure instanceof PlatformException e && e.mayPass();
  }
}
