package dev.millrace.serving.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelStreamInferResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a call when a model fails on one of its requests. */
class GrpcInferStreamTest {

  private static final String FAILING = "failing";

  @Test
  void aModelThatFailsOnOneRequestFailsOnThatAlone() {
    Kept<ModelStreamInferResponse> call =
        new Kept<>(GRPCInferenceServiceGrpc.getModelStreamInferMethod());
    ServerCall.Listener<ModelInferRequest> caller =
        new GrpcCall.Interceptor()
            .interceptCall(
                call,
                new Metadata(),
                ServerCalls.asyncBidiStreamingCall(
                    answers ->
                        GrpcInferStream.open(
                            (ServerCallStreamObserver<ModelStreamInferResponse>) answers,
                            request -> {
                              GrpcCall.current().makeId();
                              return infer(request);
                            })));
    for (String id : List.of("one", FAILING, "two")) {
      caller.onMessage(ModelInferRequest.newBuilder().setId(id).build());
    }
    caller.onHalfClose();
    assertThat(call.answers)
        .extracting(answer -> answer.getInferResponse().getId())
        .containsExactly("one", FAILING, "two");
    ModelStreamInferResponse refused = call.answers.get(1);
    assertThat(refused.getErrorMessage())
        .isEqualTo(
            "The server failed on this request. Its log has the cause under error id %s."
                .formatted(
                    refused
                        .getInferResponse()
                        .getParametersOrThrow(GrpcAnswer.REQUEST_ID)
                        .getStringParam()));
    assertThat(call.answers.get(2).getErrorMessage()).isEmpty();
    assertThat(call.closed).isEqualTo(Status.OK);
  }

  @Test
  void aCallThatFailsTellsItsIdBesideTheFailure() {
    Kept<ModelInferResponse> call = new Kept<>(GRPCInferenceServiceGrpc.getModelInferMethod());
    ServerCallHandler<ModelInferRequest, ModelInferResponse> handler =
        ServerCalls.asyncUnaryCall(
            (request, answers) -> {
              GrpcCall.current().takeId();
              answers.onNext(infer(request));
            });
    Metadata sent = new Metadata();
    Metadata.Key<String> id =
        Metadata.Key.of("x-millrace-request-id", Metadata.ASCII_STRING_MARSHALLER);
    sent.put(id, "mine");
    ServerCall.Listener<ModelInferRequest> caller =
        new GrpcCall.Interceptor().interceptCall(call, sent, handler);
    caller.onMessage(ModelInferRequest.newBuilder().setId(FAILING).build());
    assertThatThrownBy(caller::onHalfClose)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getTrailers().get(id)).isEqualTo("mine");
              assertThat(e.getStatus().getCause()).isInstanceOf(IllegalStateException.class);
            });
  }

  private static ModelInferResponse infer(ModelInferRequest request) {
    if (request.getId().equals(FAILING)) {
      throw new IllegalStateException("a model that fails");
    }
    return ModelInferResponse.newBuilder().setId(request.getId()).build();
  }

  /** A call whose answers are kept. */
  private static final class Kept<A> extends ServerCall<ModelInferRequest, A> {

    private final MethodDescriptor<ModelInferRequest, A> method;
    private final List<A> answers = new ArrayList<>();
    private Status closed = Status.UNKNOWN;

    Kept(MethodDescriptor<ModelInferRequest, A> method) {
      this.method = method;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(A answer) {
      answers.add(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      closed = status;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<ModelInferRequest, A> getMethodDescriptor() {
      return method;
    }
  }
}
