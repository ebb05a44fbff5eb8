package dev.millrace.serving.requestlog;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.serving.RequestId;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.deployment.TakesTimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request that is kept: it is told who answers and with what, and hands that on. Nothing is
 * read or copied on the thread that answers.
 */
public final class Recording implements Asked.Witness {

  private static final int LONGEST_CONTENT_TYPE = 200;

  private final RequestLogWriter writer;
  private final long logId;
  private final int longestBody;
  private final String requestId;
  private final Protocol protocol;
  private final @Nullable String contentType;
  private final Content body;
  private final long atMillis = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();
  private @Nullable String variant;
  private @Nullable Integer version;

  Recording(RequestLogWriter writer, KeptLogs.Kept kept, int longestBody, Sent sent) {
    this.writer = writer;
    this.logId = kept.logId();
    this.longestBody = longestBody;
    this.requestId = sent.requestId();
    this.protocol = sent.protocol();
    String type = sent.contentType();
    this.contentType =
        type == null || type.length() <= LONGEST_CONTENT_TYPE
            ? type
            : type.substring(0, LONGEST_CONTENT_TYPE);
    this.body = sent.body();
  }

  /** A request as it came. */
  public record Sent(
      String requestId, Protocol protocol, @Nullable String contentType, Content body) {}

  @Override
  public void answeredBy(int version, String variant) {
    this.version = version;
    this.variant = variant;
  }

  /** Has the request answered, and keeps what comes of it. */
  public <T> T of(Supplier<T> request, Function<T, Content> content) {
    T answer;
    try {
      answer = request.get();
    } catch (TakesTimeException e) {
      // It is asked for once more, on another thread.
      throw e;
    } catch (MlflowException e) {
      // Who may not ask has nothing kept for him.
      if (e.code() != ErrorCode.UNAUTHENTICATED) {
        end(e.code(), null);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      end(ErrorCode.INTERNAL_ERROR, null);
      throw e;
    }
    end(null, content.apply(answer));
    return answer;
  }

  private void end(@Nullable ErrorCode error, @Nullable Content answer) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    int sent = body.bytes().length;
    boolean keepsBody = sent <= longestBody;
    boolean keepsAnswer = answer != null && answer.bytes().length <= longestBody;
    writer.offer(
        new Entry(
            logId,
            atMillis,
            RequestId.next(),
            requestId,
            variant,
            version,
            protocol,
            contentType,
            micros,
            error == null ? null : error.name(),
            sent,
            keepsBody ? body : null,
            keepsBody ? null : tooLong(),
            keepsAnswer ? answer : null,
            answer == null || keepsAnswer ? null : tooLong()));
  }

  private String tooLong() {
    return "It has more than " + longestBody + " bytes.";
  }
}
