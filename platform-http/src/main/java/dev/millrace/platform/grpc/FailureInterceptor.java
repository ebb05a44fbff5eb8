package dev.millrace.platform.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import dev.millrace.platform.error.Failures;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;

/**
 * Ends a call with the status of what its handler throws; never with a cause of ours. A handler
 * that has something to say beside throws a status of {@code UNKNOWN} with it as trailers, and the
 * failure as the cause.
 */
final class FailureInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of(AnswerHeaders.REQUEST_ID, Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return new Ending<>(next.startCall(call, headers), call);
    } catch (RuntimeException e) {
      end(call, e);
      return new ServerCall.Listener<>() {};
    }
  }

  private static void end(ServerCall<?, ?> call, RuntimeException failure) {
    if (call.isCancelled()) {
      // Nobody waits for the answer; what cannot be sent any more is no failure.
      return;
    }
    Metadata trailers = new Metadata();
    Metadata beside = Status.trailersFromThrowable(failure);
    if (beside != null) {
      trailers.merge(beside);
    }
    call.close(status(failure, RequestId.of(trailers.get(REQUEST_ID))), trailers);
  }

  private static Status status(RuntimeException failure, String errorId) {
    if (!(failure instanceof StatusRuntimeException e)) {
      return CallStatus.of(Failures.told(failure, errorId));
    }
    Throwable cause = e.getStatus().getCause();
    // gRPC takes what it cannot read for a fault of the server.
    if (cause instanceof InvalidProtocolBufferException) {
      return Status.INVALID_ARGUMENT.withDescription(
          "The message is not one that the method takes.");
    }
    return cause instanceof RuntimeException within && e.getStatus().getCode() == Code.UNKNOWN
        ? status(within, errorId)
        : e.getStatus();
  }

  /** gRPC calls it from one thread at a time. */
  private static final class Ending<Q, A> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, A> call;
    private boolean ended;

    Ending(ServerCall.Listener<Q> handler, ServerCall<Q, A> call) {
      super(handler);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable handler) {
      if (ended) {
        return;
      }
      try {
        handler.run();
      } catch (RuntimeException e) {
        ended = true;
        end(call, e);
      }
    }
  }
}
