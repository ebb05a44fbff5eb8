package dev.millrace.serving.inference;

import dev.millrace.serving.deployment.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a version what was asked before. */
public final class InferenceReplay {

  private InferenceReplay() {}

  /**
   * The answer in JSON, whatever form was wanted then.
   *
   * @param body of a request, in JSON
   * @param withholdBelow what the endpoint withholds; null where it withholds nothing
   * @throws dev.millrace.core.error.MlflowException as {@link InferenceService#infer}
   */
  public static byte[] answer(
      String endpoint, Deployment deployment, byte[] body, @Nullable Double withholdBelow) {
    InferenceService.requireGiven(withholdBelow);
    InferRequest request = InferRequestReader.read(body, body.length).inJson();
    Object predictions = InferenceService.score(deployment, request, false);
    List<OutputTensor> outputs = InferenceService.outputs(deployment, predictions);
    return InferAnswer.of(request, outputs, endpoint, deployment.version().version()).body();
  }
}
