package dev.millrace.serving.feed;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests that a serving replica answered and that are to be kept. */
public record RequestsReport(List<SentRequest> requests) {

  public RequestsReport {
    requests = Require.listOrEmpty(requests);
  }

  /**
   * A request, not redacted yet.
   *
   * @param at milliseconds since the epoch
   * @param entryId by which one that is sent twice is kept once
   * @param body UTF-8 in base64; absent where a note says why, as is the answer
   */
  public record SentRequest(
      long logId,
      long at,
      UUID entryId,
      String requestId,
      @Nullable String variant,
      @Nullable Integer version,
      Protocol protocol,
      @Nullable String contentType,
      long latencyMicros,
      @Nullable String errorCode,
      long bodyBytes,
      @Nullable String body,
      @Nullable String bodyNote,
      @Nullable String answer,
      @Nullable String answerNote) {}
}
