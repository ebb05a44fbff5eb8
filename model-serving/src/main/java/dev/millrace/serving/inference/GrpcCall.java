package dev.millrace.serving.inference;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import dev.millrace.core.serving.RetryHeader;
import dev.millrace.core.serving.TimeoutHeader;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.scoring.CallerTerms;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a call has beside its messages: the headers of REST, as metadata of the same names. */
final class GrpcCall implements Asked.Witness {

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
  private String requestId = "";

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
    return asked
        .on(
            new Asked.Terms(
                RetryHeader.allows(sent.get(RETRY)),
                deadlineNanos(),
                CallerTerms.secret(sent.get(AUTHORIZATION))))
        .witnessedBy(this);
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

  /** The call's only request is called as the caller calls it in the log, or anew. */
  void takeId() {
    requestId = RequestId.of(sent.get(REQUEST_ID));
    set(REQUEST_ID, requestId);
  }

  /** One of many requests of a call has an id of its own. */
  void makeId() {
    requestId = RequestId.next().toString();
  }

  /** What the request that is being answered is called in the log. */
  String requestId() {
    return requestId;
  }

  /**
   * The next request asks this endpoint, or none that there is. Who answers it is named in the
   * headers of the call, or its trailers where it is refused; of a stream it is who answered its
   * first request.
   */
  void asks(@Nullable String endpoint) {
    answer.discardAll(ENDPOINT);
    if (endpoint != null) {
      answer.put(ENDPOINT, endpoint);
    }
    answer.discardAll(MODEL_VERSION);
    answer.discardAll(VARIANT);
  }

  @Override
  public void answeredBy(int version, String variant) {
    set(MODEL_VERSION, Integer.toString(version));
    set(VARIANT, variant);
  }

  /** Names in a message who refuses the request that it answers, as far as somebody was chosen. */
  void sign(ModelInferResponse.Builder refusal) {
    String endpoint = answer.get(ENDPOINT);
    String version = answer.get(MODEL_VERSION);
    String variant = answer.get(VARIANT);
    if (endpoint != null) {
      refusal.setModelName(endpoint);
    }
    if (version != null) {
      refusal.setModelVersion(version);
    }
    if (variant != null) {
      refusal.putParameters(GrpcAnswer.VARIANT, GrpcAnswer.text(variant));
    }
    refusal.putParameters(GrpcAnswer.REQUEST_ID, GrpcAnswer.text(requestId));
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

  /** Has handlers know the call that they answer, and names who did, or refused. */
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
      return new Named<>(
          Contexts.interceptCall(
              Context.current().withValue(CURRENT, current), naming, headers, next),
          current.answer);
    }
  }

  /** A call that fails ends with trailers that name who was to answer it. */
  private static final class Named<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Metadata names;

    Named(ServerCall.Listener<Q> handler, Metadata names) {
      super(handler);
      this.names = names;
    }

    @Override
    public void onMessage(Q message) {
      named(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      named(super::onHalfClose);
    }

    private void named(Runnable handler) {
      try {
        handler.run();
      } catch (RuntimeException e) {
        throw Status.UNKNOWN.withCause(e).asRuntimeException(names);
      }
    }
  }
}
