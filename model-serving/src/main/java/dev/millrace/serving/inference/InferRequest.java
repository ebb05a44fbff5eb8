package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.signature.SentTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inference request as it was sent, not yet held against what a model takes.
 *
 * @param id the caller's, which the answer repeats
 * @param params what is left of its parameters for the model
 * @param outputs those that are wanted; empty where all are
 * @param binary whether outputs are wanted in binary, where they do not say it themselves
 */
record InferRequest(
    @Nullable String id,
    List<SentTensor> inputs,
    ObjectNode params,
    List<WantedOutput> outputs,
    boolean binary) {

  /** The same, with an answer in JSON alone. */
  InferRequest inJson() {
    return new InferRequest(
        id,
        inputs,
        params,
        outputs.stream().map(output -> new WantedOutput(output.name(), null)).toList(),
        false);
  }

  /**
   * An output that is wanted.
   *
   * @param binary in which form; null where it does not say
   */
  record WantedOutput(String name, @Nullable Boolean binary) {}
}
