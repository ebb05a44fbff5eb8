package dev.millrace.serving.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.serving.runtime.RuntimeModel;
import java.util.List;
import java.util.Map;

/**
 * One onnxruntime session, shared by all requests.
 *
 * <p>It answers as MLflow's ONNX flavor does: a table is answered with an object per row, tensors
 * with an object that has a nested list per output.
 */
final class OnnxModel implements RuntimeModel {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxFeed feed;
  private final List<TensorSpec> outputs;

  OnnxModel(OrtEnvironment environment, OrtSession session, OnnxFeed feed) throws OrtException {
    this.outputs = OnnxOutputs.specs(session, feed.schema() instanceof InputSchema.Columns);
    this.environment = environment;
    this.session = session;
    this.feed = feed;
  }

  @Override
  public InputSchema inputSchema() {
    return feed.schema();
  }

  @Override
  public List<TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public String platform() {
    return "onnxruntime_onnx";
  }

  @Override
  public Object score(ModelInput input, ObjectNode params) {
    if (!params.isEmpty()) {
      throw MlflowException.invalidParameter("This model takes no params.");
    }
    try {
      Map<String, OnnxTensor> tensors = feed.tensors(environment, input);
      try (OrtSession.Result result = session.run(tensors)) {
        return input instanceof ModelInput.Table table
            ? OnnxOutputs.rows(result, table.rowCount())
            : OnnxOutputs.byName(result);
      } finally {
        tensors.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      if (e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT) {
        throw new MlflowException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The model does not take input of this shape.", e);
      }
      throw new IllegalStateException("onnxruntime failed to score", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("onnxruntime failed to close a session", e);
    }
  }
}
