package dev.millrace.serving.inference;

import dev.millrace.serving.deployment.Deployment;
import java.util.List;

/** Asks a version what was asked before. */
public final class InferenceReplay {

  private InferenceReplay() {}

  /**
   * The answer in JSON, whatever form was wanted then.
   *
   * @param body of a request, in JSON
   * @throws dev.millrace.core.error.MlflowException as {@link InferenceService#infer}
   */
  public static byte[] answer(String endpoint, Deployment deployment, byte[] body) {
    InferRequest request = InferRequestReader.read(body, body.length).inJson();
    Object predictions = InferenceService.score(deployment, request, false);
    List<OutputTensor> outputs =
        OutputTensors.of(predictions, ModelDescription.soleOutput(deployment.signature()));
    return InferAnswer.of(request, outputs, endpoint, deployment.version().version(), "replay")
        .body();
  }
}
