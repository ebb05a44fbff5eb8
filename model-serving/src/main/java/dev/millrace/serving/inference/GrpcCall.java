package dev.millrace.serving.inference;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import dev.millrace.core.serving.RetryHeader;
import dev.millrace.core.serving.TimeoutHeader;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.scoring.CallerTerms;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.TimeUnit;

/** What a call has beside its messages: the headers of REST, as metadata of the same names. */
final class GrpcCall {

  private static final Context.Key<GrpcCall> CURRENT = Context.key("millrace-inference-call");

  private static final Metadata.Key<String> REQUEST_KEY = key(AnswerHeaders.REQUEST_KEY);
  private static final Metadata.Key<String> RETRY = key(RetryHeader.NAME);
  private static final Metadata.Key<String> TIMEOUT = key(TimeoutHeader.NAME);
  private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  private static final Metadata.Key<String> REQUEST_ID = key(AnswerHeaders.REQUEST_ID);
  private static final Metadata.Key<String> ENDPOINT = key(AnswerHeaders.ENDPOINT);
  private static final Metadata.Key<String> MODEL_VERSION = key(AnswerHeaders.MODEL_VERSION);
  private static final Metadata.Key<String> VARIANT = key(AnswerHeaders.VARIANT);

  private final Metadata sent;
  private final Metadata answer = new Metadata();

  private GrpcCall(Metadata sent) {
    this.sent = sent;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  static GrpcCall current() {
    return CURRENT.get();
  }

  /**
   * Whom a request asks.
   *
   * @param version as the message has it: empty where the endpoint chooses
   */
  Asked asked(String version) {
    Asked asked = version.isEmpty() ? Asked.ofKey(sent.get(REQUEST_KEY)) : Asked.ofVersion(version);
    return asked.on(
        new Asked.Terms(
            RetryHeader.allows(sent.get(RETRY)),
            deadlineNanos(),
            CallerTerms.secret(sent.get(AUTHORIZATION))));
  }

  /** The call's own deadline, or that of the header that REST has; whichever is earlier. */
  private long deadlineNanos() {
    long millis = TimeoutHeader.millis(sent.get(TIMEOUT));
    Deadline deadline = Context.current().getDeadline();
    if (millis == 0 && deadline == null) {
      return 0;
    }
    long left = millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    if (deadline != null) {
      left = Math.min(left, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }
    long at = System.nanoTime() + left;
    return at == 0 ? 1 : at;
  }

  /** What the call's only request is called in the log: as the caller calls it, or anew. */
  String requestId() {
    String id = RequestId.of(sent.get(REQUEST_ID));
    set(REQUEST_ID, id);
    return id;
  }

  /** Names who answered; only the first answer of a stream is named so. */
  void answered(String endpoint, int version, String variant) {
    set(ENDPOINT, endpoint);
    set(MODEL_VERSION, Integer.toString(version));
    set(VARIANT, variant);
  }

  private void set(Metadata.Key<String> key, String value) {
    answer.discardAll(key);
    answer.put(key, value);
  }

  /**
   * Nobody waits for the answer to a request any more whose deadline has passed.
   *
   * @throws MlflowException DEADLINE_EXCEEDED where that is so
   */
  static void requireAwaited() {
    if (Context.current().isCancelled()) {
      throw new MlflowException(
          ErrorCode.DEADLINE_EXCEEDED,
          "The deadline of the request has passed before it was its turn.");
    }
  }

  /** Has handlers know the call that they answer. */
  static final class Interceptor implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      GrpcCall current = new GrpcCall(headers);
      ServerCall<Q, A> naming =
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata sent) {
              sent.merge(current.answer);
              super.sendHeaders(sent);
            }
          };
      return Contexts.interceptCall(
          Context.current().withValue(CURRENT, current), naming, headers, next);
    }
  }
}
