package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.Lease;
import dev.millrace.serving.monitoring.ServedStats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a live version takes and answers, in the protocol's words. */
final class ModelDescription {

  /** An input that the model has no name for; any other is taken for it too. */
  private static final String SOLE_INPUT = "input-0";

  private static final String SOLE_OUTPUT = "predictions";

  /** Nothing is cached. */
  private static final ServedStats.Total NONE = new ServedStats.Total(0, 0);

  /**
   * An input or output.
   *
   * @param contentType how MLServer's clients decode the values; null where there is but one way
   */
  private record Tensor(
      String name, WireType type, List<Integer> shape, @Nullable String contentType) {}

  private final String model;
  private final Deployment deployment;
  private final Lease lease;

  ModelDescription(String model, Lease lease) {
    this.model = model;
    this.lease = lease;
    this.deployment = lease.deployment();
  }

  /**
   * What an output is called that its runtime gives no name: as in the signature, if it has one.
   */
  static String soleOutput(@Nullable ModelSignature signature) {
    JsonNode outputs = signature == null ? null : signature.outputs();
    String name =
        outputs != null && outputs.size() == 1 ? outputs.path(0).path("name").asText() : "";
    return name.isEmpty() ? SOLE_OUTPUT : name;
  }

  /** The answer to a request for the model's metadata. */
  ObjectNode metadata() {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("name", model);
    lease.loaded().map(String::valueOf).forEach(metadata.putArray("versions")::add);
    metadata.put("platform", deployment.model().platform());
    describe(inputs(), metadata.putArray("inputs"));
    describe(outputs(), metadata.putArray("outputs"));
    return metadata;
  }

  private static void describe(List<Tensor> tensors, ArrayNode list) {
    for (Tensor tensor : tensors) {
      ObjectNode node = list.addObject();
      node.put("name", tensor.name());
      node.put("datatype", tensor.type().name());
      tensor.shape().forEach(node.putArray("shape")::add);
      if (tensor.contentType() != null) {
        node.putObject("parameters").put("content_type", tensor.contentType());
      }
    }
  }

  /** A version that can be described is ready: it was warmed up before it went live. */
  ObjectNode ready() {
    return JsonNodeFactory.instance.objectNode().put("name", model).put("ready", true);
  }

  /** Triton's model configuration. Shapes are whole: no dimension is a batch that it leaves out. */
  ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("name", model);
    config.put("platform", deployment.model().platform());
    config.put("max_batch_size", 0);
    configure(inputs(), config.putArray("input"));
    configure(outputs(), config.putArray("output"));
    return config;
  }

  private static void configure(List<Tensor> tensors, ArrayNode list) {
    for (Tensor tensor : tensors) {
      ObjectNode node = list.addObject();
      node.put("name", tensor.name());
      node.put("data_type", tensor.type().configName());
      tensor.shape().forEach(node.putArray("dims")::add);
    }
  }

  /** Triton's statistics of the version. */
  ObjectNode stats() {
    return stats(IntStream.of(lease.version()));
  }

  /** Triton's statistics of every version that can be asked. */
  ObjectNode allStats() {
    return stats(lease.loaded().mapToInt(Integer::intValue));
  }

  private ObjectNode stats(IntStream versions) {
    ObjectNode stats = JsonNodeFactory.instance.objectNode();
    ArrayNode list = stats.putArray("model_stats");
    versions.forEach(version -> describe(version, lease.served(version), list.addObject()));
    return stats;
  }

  private void describe(int version, ServedStats served, ObjectNode stats) {
    stats.put("name", model);
    stats.put("version", Integer.toString(version));
    stats.put("last_inference", served.lastMillis());
    stats.put("inference_count", served.inferences());
    stats.put("execution_count", served.executions());
    ObjectNode durations = stats.putObject("inference_stats");
    put(durations, "success", served.success());
    put(durations, "fail", served.fail());
    put(durations, "queue", served.queue());
    put(durations, "compute_input", served.input());
    put(durations, "compute_infer", served.infer());
    put(durations, "compute_output", served.output());
    put(durations, "cache_hit", NONE);
    put(durations, "cache_miss", NONE);
    stats.putArray("batch_stats");
  }

  private static void put(ObjectNode durations, String name, ServedStats.Total total) {
    durations.putObject(name).put("count", total.count()).put("ns", total.nanos());
  }

  private List<Tensor> inputs() {
    return tensors(deployment.model().inputSchema(), SOLE_INPUT, List.of(-1, 1));
  }

  private List<Tensor> outputs() {
    ModelSignature signature = deployment.signature();
    List<TensorSpec> known = deployment.model().outputs();
    if (!known.isEmpty()) {
      return tensors(new InputSchema.Tensors(known), soleOutput(signature), List.of(-1));
    }
    if (signature == null || signature.outputs() == null) {
      return List.of();
    }
    try {
      InputSchema logged = ModelSignature.parse(signature.outputs().toString(), null).inputSchema();
      return tensors(logged, soleOutput(signature), List.of(-1)).stream()
          .map(ModelDescription::asAnswered)
          .toList();
    } catch (MlflowException e) {
      // Outputs may be of types that inputs may not: then there is nothing to say of them.
      return List.of();
    }
  }

  /** All integers are answered as INT64. */
  private static Tensor asAnswered(Tensor tensor) {
    WireType type = tensor.type().isInteger() ? WireType.INT64 : tensor.type();
    return new Tensor(tensor.name(), type, tensor.shape(), tensor.contentType());
  }

  private static List<Tensor> tensors(
      InputSchema schema, String soleName, List<Integer> columnShape) {
    List<Tensor> tensors = new ArrayList<>();
    if (schema instanceof InputSchema.Columns columns) {
      for (ColumnSpec column : columns.columns()) {
        tensors.add(
            new Tensor(
                column.name(),
                WireType.of(column.type()),
                columnShape,
                contentType(column.type())));
      }
    } else if (schema instanceof InputSchema.Tensors named) {
      for (TensorSpec spec : named.tensors()) {
        WireType type = WireType.of(spec.type());
        tensors.add(
            new Tensor(
                spec.name().isEmpty() ? soleName : spec.name(),
                type,
                spec.shape(),
                type == WireType.BYTES ? "str" : null));
      }
    }
    return tensors;
  }

  private static @Nullable String contentType(ColumnType type) {
    return switch (type) {
      case STRING -> "str";
      case BINARY -> "base64";
      case DATETIME -> "datetime";
      default -> null;
    };
  }
}
