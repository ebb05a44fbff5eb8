package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TableReader;
import dev.millrace.core.signature.TensorReader;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.runtime.RuntimeModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers the protocol's requests, each from exactly one version. The protocol's model is an
 * endpoint; the version that can be addressed is the one that is live.
 */
@ApplicationScoped
public class InferenceService {

  private final Deployments deployments;

  InferenceService(Deployments deployments) {
    this.deployments = deployments;
  }

  /**
   * What is said of a version.
   *
   * @param version the registered version
   */
  record Described(int version, String json) {}

  /**
   * Scores a request.
   *
   * @param version the version that is asked for; null for whichever is live
   * @param jsonLength the header that says how much of the body is JSON; null where all is
   * @param mayRepeat whether the caller allows that the model is asked twice, where what scores
   *     ended in the midst of it
   * @throws MlflowException as {@link Deployments#answer} and {@link InferRequestReader#read};
   *     RESOURCE_DOES_NOT_EXIST where another version is asked for than is live;
   *     INVALID_PARAMETER_VALUE where the model does not take the input
   */
  InferAnswer infer(
      String endpoint,
      @Nullable String version,
      byte[] body,
      @Nullable String jsonLength,
      boolean mayRepeat) {
    return deployments.answer(
        endpoint,
        deployment -> {
          requireVersion(deployment, version);
          return infer(
              endpoint,
              deployment,
              InferRequestReader.read(body, jsonLength(jsonLength, body.length)),
              mayRepeat);
        });
  }

  private static InferAnswer infer(
      String endpoint, Deployment deployment, InferRequest request, boolean mayRepeat) {
    RuntimeModel model = deployment.model();
    Object predictions =
        model.score(input(request, model.inputSchema()), request.params(), mayRepeat);
    List<OutputTensor> outputs =
        OutputTensors.of(predictions, ModelDescription.soleOutput(deployment.signature()));
    return InferAnswer.of(request, outputs, endpoint, deployment.version().version());
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
  Described describe(
      String endpoint, @Nullable String version, Function<ModelDescription, ObjectNode> part) {
    return deployments.look(
        endpoint,
        deployment -> {
          requireVersion(deployment, version);
          return new Described(
              deployment.version().version(),
              part.apply(new ModelDescription(endpoint, deployment)).toString());
        });
  }

  private static void requireVersion(Deployment deployment, @Nullable String version) {
    String live = Integer.toString(deployment.version().version());
    if (version != null && !version.equals(live)) {
      throw MlflowException.notFound(
          "The version that is asked for is not the one that answers: version "
              + live
              + " is live, and no other can be addressed.");
    }
  }

  /**
   * Every endpoint with the state of its version.
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
    Endpoint.Deployment newest =
        endpoint.deployments().isEmpty() ? null : endpoint.deployments().get(0);
    boolean ready = newest != null && newest.state() == DeploymentState.READY;
    if (readyOnly && !ready) {
      return;
    }
    ObjectNode entry = index.addObject().put("name", endpoint.name());
    entry.put("version", newest == null ? "" : newest.version());
    boolean loading = newest != null && newest.state() != DeploymentState.FAILED;
    entry.put("state", ready ? "READY" : loading ? "LOADING" : "UNAVAILABLE");
    String reason = newest == null ? "the alias points at no version" : newest.reason();
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
