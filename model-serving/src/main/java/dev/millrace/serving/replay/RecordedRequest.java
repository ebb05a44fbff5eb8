package dev.millrace.serving.replay;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.inference.InferenceReplay;
import dev.millrace.serving.scoring.ScoringReplay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint was asked.
 *
 * @param body as it was kept: messages of gRPC and tensors in binary as the JSON that says the same
 */
public record RecordedRequest(Protocol protocol, String body) {

  /** What has a version asked the same, of each request. */
  public static List<Consumer<Deployment>> asked(String endpoint, List<RecordedRequest> requests) {
    List<Consumer<Deployment>> asked = new ArrayList<>();
    for (RecordedRequest request : requests) {
      asked.add(candidate -> request.ask(endpoint, candidate, null));
    }
    return asked;
  }

  /**
   * Asks a version the same, and answers as an endpoint does.
   *
   * @param withholdBelow what the endpoint withholds; null where it withholds nothing
   * @throws MlflowException as the protocol of the request does
   */
  public byte[] ask(String endpoint, Deployment deployment, @Nullable Double withholdBelow) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return switch (protocol) {
      case V2 -> InferenceReplay.answer(endpoint, deployment, bytes, withholdBelow);
      case MLFLOW_JSON -> ScoringReplay.answer(deployment, false, bytes, withholdBelow);
      case MLFLOW_CSV -> ScoringReplay.answer(deployment, true, bytes, withholdBelow);
    };
  }
}
