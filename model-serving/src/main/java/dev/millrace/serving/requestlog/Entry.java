package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered and waits to be written.
 *
 * @param body null where a note says why it is not kept
 * @param answer null where there was none, or a note says why it is not kept
 */
public record Entry(
    long logId,
    long atMillis,
    UUID entryId,
    String requestId,
    @Nullable String variant,
    @Nullable Integer version,
    Protocol protocol,
    @Nullable String contentType,
    long latencyMicros,
    @Nullable String errorCode,
    long bodyBytes,
    @Nullable Content body,
    @Nullable String bodyNote,
    @Nullable Content answer,
    @Nullable String answerNote) {

  private static final int OVERHEAD_BYTES = 500;

  /** About what it takes of memory. */
  long heldBytes() {
    return OVERHEAD_BYTES
        + (body == null ? 0 : body.bytes().length)
        + (answer == null ? 0 : answer.bytes().length);
  }
}
