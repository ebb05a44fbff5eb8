package dev.millrace.replica;

import dev.millrace.serving.feed.RequestsReport;
import dev.millrace.serving.feed.RequestsReport.SentRequest;
import dev.millrace.serving.replica.ReplicaIdentity;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.Entry;
import dev.millrace.serving.requestlog.RequestSink;
import dev.millrace.serving.requestlog.UnkeepableException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has the platform keep requests, which redacts them as the log says when they come. */
@Singleton
class PlatformRequestSink implements RequestSink {

  /** With its JSON well below what the platform takes in one body. */
  private static final long MOST_CHARACTERS = 4L << 20;

  private final PlatformClient platform;
  private final ReplicaIdentity self;

  PlatformRequestSink(PlatformClient platform, ReplicaIdentity self) {
    this.platform = platform;
    this.self = self;
  }

  /** A body as it is sent, or why it is not. */
  private record Sent(@Nullable String base64, @Nullable String note) {

    static Sent of(@Nullable Content content, @Nullable String note) {
      if (content == null) {
        return new Sent(null, note);
      }
      try {
        byte[] text = content.asText().apply(content.bytes());
        return new Sent(Base64.getEncoder().encodeToString(text), null);
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
      Sent body = Sent.of(entry.body(), entry.bodyNote());
      Sent answer = Sent.of(entry.answer(), entry.answerNote());
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

  private void send(List<SentRequest> part) {
    platform.tell("PUT", self.id(), "/requests", new RequestsReport(part));
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
