package dev.millrace.serving.inference;

import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelStreamInferResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Answers the requests of a stream, one after the other. The next is read when its answer can be
 * sent, so that a caller who does not read answers is not read either. gRPC calls this from one
 * thread at a time.
 */
final class GrpcInferStream implements StreamObserver<ModelInferRequest> {

  private static final Logger LOG = Logger.getLogger(GrpcInferStream.class);

  private final ServerCallStreamObserver<ModelStreamInferResponse> answers;
  private final Function<ModelInferRequest, ModelInferResponse> infer;
  private boolean awaitsRequest;

  private GrpcInferStream(
      ServerCallStreamObserver<ModelStreamInferResponse> answers,
      Function<ModelInferRequest, ModelInferResponse> infer) {
    this.answers = answers;
    this.infer = infer;
  }

  static GrpcInferStream open(
      ServerCallStreamObserver<ModelStreamInferResponse> answers,
      Function<ModelInferRequest, ModelInferResponse> infer) {
    GrpcInferStream stream = new GrpcInferStream(answers, infer);
    answers.disableAutoRequest();
    answers.setOnReadyHandler(stream::readOn);
    answers.setOnCancelHandler(() -> {});
    stream.readNext();
    return stream;
  }

  private void readOn() {
    if (!awaitsRequest && answers.isReady()) {
      readNext();
    }
  }

  private void readNext() {
    awaitsRequest = true;
    answers.request(1);
  }

  @Override
  public void onNext(ModelInferRequest request) {
    awaitsRequest = false;
    answers.onNext(answer(request));
    readOn();
  }

  private ModelStreamInferResponse answer(ModelInferRequest request) {
    ModelStreamInferResponse.Builder answer = ModelStreamInferResponse.newBuilder();
    try {
      answer.setInferResponse(infer.apply(request));
    } catch (MlflowException e) {
      refuse(answer, request, e.text());
    } catch (RuntimeException e) {
      // A model that fails on a request fails on that alone: the others of the stream go on.
      String id = GrpcCall.current().requestId();
      LOG.errorf(e, "error %s", id);
      refuse(
          answer,
          request,
          "The server failed on this request. Its log has the cause under error id " + id + ".");
    }
    return answer.build();
  }

  /** The answer names the request, which may be one of many that are under way, and who refuses. */
  private static void refuse(
      ModelStreamInferResponse.Builder answer, ModelInferRequest request, String reason) {
    answer.setErrorMessage(reason);
    GrpcCall.current().sign(answer.getInferResponseBuilder().setId(request.getId()));
  }

  @Override
  public void onError(Throwable failure) {
    // The caller has gone: there is nobody to answer.
  }

  @Override
  public void onCompleted() {
    answers.onCompleted();
  }
}
