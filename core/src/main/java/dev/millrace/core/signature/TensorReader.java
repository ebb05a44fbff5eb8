package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tensors in the shapes of MLflow's scoring protocol, strictly by the model's tensors. */
public final class TensorReader {

  private final InputSchema.Tensors schema;

  public TensorReader(InputSchema.Tensors schema) {
    this.schema = schema;
  }

  /**
   * {@code inputs}: a nested list for a single tensor, or an object with a nested list a tensor.
   */
  public ModelInput.Tensors readInputs(JsonNode inputs) {
    if (inputs.isArray()) {
      return new ModelInput.Tensors(single(inputs, "inputs"));
    }
    if (!inputs.isObject()) {
      throw invalid("inputs must be a nested list or an object of nested lists.");
    }
    for (Iterator<String> names = inputs.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.tensors().stream().noneMatch(spec -> spec.name().equals(name))) {
        throw invalid("inputs has a tensor that is not one of the model's. " + expected());
      }
    }
    Map<String, ModelInput.Tensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : schema.tensors()) {
      JsonNode values = inputs.get(spec.name());
      if (values == null) {
        throw invalid("Tensor '" + spec.name() + "' is missing. " + expected());
      }
      tensors.put(spec.name(), new TensorBuilder(spec).build(List.of(values), false));
    }
    return new ModelInput.Tensors(tensors);
  }

  /** {@code instances}: a list of rows, each a nested list or an object with one a tensor. */
  public ModelInput.Tensors readInstances(JsonNode instances) {
    if (!instances.isArray() || instances.isEmpty()) {
      throw invalid("instances must be a list of rows, and not empty.");
    }
    if (!instances.get(0).isObject()) {
      return new ModelInput.Tensors(single(instances, "instances"));
    }
    Map<String, ModelInput.Tensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : schema.tensors()) {
      List<JsonNode> rows = new ArrayList<>(instances.size());
      for (JsonNode instance : instances) {
        JsonNode values = instance.get(spec.name());
        if (values == null || instance.size() != schema.tensors().size()) {
          throw invalid(
              "instances["
                  + rows.size()
                  + "] must have exactly the model's tensors. "
                  + expected());
        }
        rows.add(values);
      }
      tensors.put(spec.name(), new TensorBuilder(spec).build(rows, true));
    }
    return new ModelInput.Tensors(tensors);
  }

  /** Tensors by the model's names; where the model has one without a name, any name is taken. */
  public ModelInput.Tensors readTensors(List<SentTensor> sent) {
    Map<String, ModelInput.Tensor> tensors = new LinkedHashMap<>();
    if (schema.tensors().size() == 1 && schema.tensors().get(0).name().isEmpty()) {
      if (sent.size() != 1) {
        throw invalid("The model takes one tensor, got " + sent.size() + ". " + expected());
      }
      tensors.put("", new TensorBuilder(schema.tensors().get(0)).build(sent.get(0)));
      return new ModelInput.Tensors(tensors);
    }
    Map<String, SentTensor> byName = new LinkedHashMap<>();
    for (SentTensor tensor : sent) {
      if (schema.tensors().stream().noneMatch(spec -> spec.name().equals(tensor.name()))) {
        throw invalid(tensor.label() + " is not one of the model's. " + expected());
      }
      if (byName.put(tensor.name(), tensor) != null) {
        throw invalid(tensor.label() + " occurs twice.");
      }
    }
    for (TensorSpec spec : schema.tensors()) {
      SentTensor tensor = byName.get(spec.name());
      if (tensor == null) {
        throw invalid("Tensor '" + spec.name() + "' is missing. " + expected());
      }
      tensors.put(spec.name(), new TensorBuilder(spec).build(tensor));
    }
    return new ModelInput.Tensors(tensors);
  }

  private Map<String, ModelInput.Tensor> single(JsonNode values, String part) {
    if (schema.tensors().size() != 1) {
      throw invalid(part + " must name its tensors. " + expected());
    }
    TensorSpec spec = schema.tensors().get(0);
    Map<String, ModelInput.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(spec.name(), new TensorBuilder(spec).build(List.of(values), false));
    return tensors;
  }

  private String expected() {
    List<String> tensors = new ArrayList<>();
    for (TensorSpec spec : schema.tensors()) {
      tensors.add((spec.name() + " " + spec.type().wireName() + spec.shape()).strip());
    }
    return "The model takes: " + String.join(", ", tensors) + ".";
  }

  private static MlflowException invalid(String message) {
    return MlflowException.invalidParameter(message);
  }
}
