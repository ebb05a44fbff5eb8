package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TableReader;
import dev.millrace.core.signature.TensorReader;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the protocol's requests, each from exactly one version. The protocol's model is an
 * endpoint; every version that is loaded behind it can be addressed.
 */
@ApplicationScoped
public class InferenceService {

  private final Deployments deployments;

  InferenceService(Deployments deployments) {
    this.deployments = deployments;
  }

  /** Writes an answer in the form of a transport. */
  interface AnswerWriter<T> {
    T write(InferRequest request, List<OutputTensor> outputs, Lease lease);
  }

  /**
   * Scores a request.
   *
   * @param asked the version that is asked for, or the key of the request, and whether it may be
   *     repeated
   * @param jsonLength the header that says how much of the body is JSON; null where all is
   * @throws MlflowException as {@link Deployments#answer} and {@link InferRequestReader#read};
   *     INVALID_PARAMETER_VALUE where the model does not take the input
   */
  InferAnswer infer(String endpoint, Asked asked, byte[] body, @Nullable String jsonLength) {
    return infer(
        endpoint,
        asked,
        body.length,
        () -> InferRequestReader.read(body, jsonLength(jsonLength, body.length)),
        (request, outputs, lease) -> InferAnswer.of(request, outputs, endpoint, lease.version()));
  }

  /**
   * As above, for a request that comes in whatever form.
   *
   * @param bytes of the request
   * @param reader reads it once it is its turn
   */
  <T> T infer(
      String endpoint,
      Asked asked,
      int bytes,
      Supplier<InferRequest> reader,
      AnswerWriter<T> writer) {
    return deployments.answer(
        endpoint,
        asked,
        lease -> {
          requireGiven(lease.withholdBelow());
          InferRequest request = reader.get();
          ModelInput input = input(request, lease.deployment().inputSchema());
          Object predictions = lease.score(input, request.params(), asked.mayRepeat());
          lease.predicted(predictions, other -> score(other, request, false), bytes);
          return writer.write(request, outputs(lease.deployment(), predictions), lease);
        });
  }

  static Object score(Deployment deployment, InferRequest request, boolean mayRepeat) {
    InputSchema schema = deployment.inputSchema();
    return deployment.score(input(request, schema), request.params(), mayRepeat);
  }

  static List<OutputTensor> outputs(Deployment deployment, Object predictions) {
    return OutputTensors.of(predictions, ModelDescription.soleOutput(deployment.signature()));
  }

  /** Tensors are given out whole, or not at all. */
  static void requireGiven(@Nullable Double withholdBelow) {
    if (withholdBelow != null) {
      throw new MlflowException(
          ErrorCode.NOT_IMPLEMENTED,
          "The endpoint withholds predictions that its model is not sure of, and tensors"
              + " have no word for that: ask it in MLflow's protocol.");
    }
  }

  private static ModelInput input(InferRequest request, InputSchema schema) {
    if (schema instanceof InputSchema.AsSent) {
      throw MlflowException.invalidParameter(
          "The model has no signature of columns or tensors: ask it in MLflow's protocol.");
    }
    return schema instanceof InputSchema.Columns columns
        ? new TableReader(columns).readTensors(request.inputs())
        : new TensorReader((InputSchema.Tensors) schema).readTensors(request.inputs());
  }

  private static int jsonLength(@Nullable String header, int bodyLength) {
    if (header == null) {
      return bodyLength;
    }
    try {
      int length = Integer.parseInt(header.strip());
      if (length >= 0 && length <= bodyLength) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that cannot be.
    }
    throw Refusals.request(
        "The header Inference-Header-Content-Length must be the number of bytes of JSON at the"
            + " start of the body, which has "
            + bodyLength
            + " bytes.");
  }

  /**
   * Says what a version takes, how it is configured, or what is known of its work; the same errors
   * as {@link #infer}.
   */
  ObjectNode describe(String endpoint, Asked asked, Function<ModelDescription, ObjectNode> part) {
    return deployments.look(
        endpoint, asked, lease -> part.apply(new ModelDescription(endpoint, lease)));
  }

  /** Whether an endpoint has this name. */
  boolean isOpen(String endpoint) {
    return deployments.isOpen(endpoint);
  }

  /**
   * Every endpoint with the state of its version, and of those of its variants.
   *
   * @param body empty, or an object that may ask for {@code ready} ones alone
   */
  String index(byte[] body) {
    boolean readyOnly = wantsReadyOnly(body);
    ArrayNode index = JsonNodeFactory.instance.arrayNode();
    deployments.describeAll().values().stream()
        .sorted(Comparator.comparing(Endpoint::name))
        .forEach(endpoint -> addTo(index, endpoint, readyOnly));
    return index.toString();
  }

  private static void addTo(ArrayNode index, Endpoint endpoint, boolean readyOnly) {
    addTo(index, endpoint.name(), endpoint.deployments(), readyOnly);
    endpoint.variants().stream()
        .filter(variant -> !variant.deployments().isEmpty())
        .forEach(variant -> addTo(index, endpoint.name(), variant.deployments(), readyOnly));
  }

  private static void addTo(
      ArrayNode index, String endpoint, List<Endpoint.Deployment> deployments, boolean readyOnly) {
    Endpoint.Deployment newest = deployments.isEmpty() ? null : deployments.get(0);
    boolean ready = newest != null && newest.state() == DeploymentState.READY;
    if (readyOnly && !ready) {
      return;
    }
    ObjectNode entry = index.addObject().put("name", endpoint);
    entry.put("version", newest == null ? "" : newest.version());
    boolean loading = newest != null && newest.state() != DeploymentState.FAILED;
    entry.put("state", ready ? "READY" : loading ? "LOADING" : "UNAVAILABLE");
    String reason = newest == null ? "there is no version to follow" : newest.reason();
    entry.put("reason", reason == null ? "" : reason);
  }

  private static boolean wantsReadyOnly(byte[] body) {
    if (body.length == 0) {
      return false;
    }
    try {
      JsonNode request = MlflowJson.mapper().readTree(body);
      JsonNode ready = request.path("ready");
      if (request.isObject() && (ready.isMissingNode() || ready.isBoolean())) {
        return ready.asBoolean();
      }
    } catch (JsonProcessingException e) {
      throw Refusals.notJson(e);
    } catch (IOException e) {
      throw Refusals.notJson(e);
    }
    throw Refusals.request("The request must be a JSON object, in which ready is true or false.");
  }
}
