package dev.millrace.serving.inference;

import com.google.protobuf.UnsafeByteOperations;
import dev.millrace.serving.deployment.Lease;
import dev.millrace.serving.inference.InferRequest.WantedOutput;
import dev.millrace.serving.inference.wire.InferParameter;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelInferResponse.InferOutputTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the answer to an inference request that came over gRPC. */
final class GrpcAnswer {

  /** The parameter that names the variant that answered; the version has a field. */
  static final String VARIANT = "variant";

  /** The parameter that says what the request is called in the log. */
  static final String REQUEST_ID = "request_id";

  private GrpcAnswer() {}

  /**
   * Writes the outputs, either all raw or all typed, as a gRPC answer must.
   *
   * @throws dev.millrace.core.error.MlflowException BAD_REQUEST where an output is wanted that the
   *     model has not, or where some are wanted raw and others typed
   */
  static ModelInferResponse of(
      InferRequest request,
      List<OutputTensor> outputs,
      String model,
      String requestId,
      Lease lease) {
    ModelInferResponse.Builder answer =
        ModelInferResponse.newBuilder()
            .setModelName(model)
            .setModelVersion(Integer.toString(lease.version()))
            .putParameters(VARIANT, text(lease.variant()))
            .putParameters(REQUEST_ID, text(requestId));
    String id = request.id();
    if (id != null) {
      answer.setId(id);
    }
    boolean raw = isRaw(request);
    if (request.outputs().isEmpty()) {
      outputs.forEach(output -> add(answer, output, raw));
    }
    for (WantedOutput wanted : request.outputs()) {
      add(answer, OutputTensors.require(wanted.name(), outputs), raw);
    }
    return answer.build();
  }

  static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  private static boolean isRaw(InferRequest request) {
    Boolean raw = null;
    for (WantedOutput wanted : request.outputs()) {
      raw = same(raw, wanted.binary() == null ? request.binary() : wanted.binary());
    }
    return raw == null ? request.binary() : raw;
  }

  private static boolean same(@Nullable Boolean before, boolean next) {
    if (before != null && before != next) {
      throw Refusals.request(
          "Over gRPC outputs come either all raw or all typed: binary_data must be the same for"
              + " each.");
    }
    return next;
  }

  private static void add(ModelInferResponse.Builder answer, OutputTensor output, boolean raw) {
    InferOutputTensor.Builder tensor =
        InferOutputTensor.newBuilder().setName(output.name()).setDatatype(output.type().name());
    for (long length : output.shape()) {
      tensor.addShape(length);
    }
    if (raw) {
      // Nobody else has these bytes.
      answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.bytes()));
    } else {
      tensor.setContents(TypedContents.of(output));
    }
    answer.addOutputs(tensor);
  }
}
