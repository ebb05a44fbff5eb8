package dev.millrace.platform.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.core.serving.RequestId;
import dev.millrace.platform.error.Failures;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Ends a call with the status of what its handler throws; never with a cause of ours. */
final class FailureInterceptor implements ServerInterceptor {

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
    call.close(status(failure), new Metadata());
  }

  private static Status status(RuntimeException failure) {
    if (!(failure instanceof StatusRuntimeException e)) {
      return CallStatus.of(Failures.told(failure, RequestId.next().toString()));
    }
    // gRPC takes what it cannot read for a fault of the server.
    return e.getStatus().getCause() instanceof InvalidProtocolBufferException
        ? Status.INVALID_ARGUMENT.withDescription("The message is not one that the method takes.")
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
