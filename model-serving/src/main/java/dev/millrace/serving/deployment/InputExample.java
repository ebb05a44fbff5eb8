package dev.millrace.serving.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.runtime.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The input example that was logged with a model. */
final class InputExample {

  private static final int LARGEST_EXAMPLE_BYTES = 1 << 20;

  private InputExample() {}

  /** The example as a request; null where none was logged that could be one. */
  static byte @Nullable [] read(ModelFolder folder) throws IOException {
    Optional<Path> serving =
        exampleFile(folder, "serving_input_path", "serving_input_example.json");
    if (serving.isPresent()) {
      return withNulls(Files.readAllBytes(serving.get()));
    }
    Optional<Path> plain = exampleFile(folder, "artifact_path", "input_example.json");
    if (plain.isEmpty()) {
      return null;
    }
    JsonNode example = MlflowJson.mapper().readTree(plain.get().toFile());
    if (!example.isObject()) {
      return null;
    }
    example = withNulls(example);
    if (example.has("inputs") || example.has("instances")) {
      return MlflowJson.mapper().writeValueAsBytes(example);
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.set("dataframe_split", example);
    return MlflowJson.mapper().writeValueAsBytes(request);
  }

  private static byte[] withNulls(byte[] request) throws IOException {
    try {
      return MlflowJson.mapper()
          .writeValueAsBytes(withNulls(MlflowJson.mapper().readTree(request)));
    } catch (JsonProcessingException e) {
      // Whoever scores it says what is wrong with it.
      return request;
    }
  }

  /** MLflow: a missing value of a DataFrame is logged as NaN, which no request may hold. */
  private static JsonNode withNulls(JsonNode node) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, withNulls(list.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(withNulls(field.getValue())));
    }
    return node.isDouble() && Double.isNaN(node.doubleValue())
        ? JsonNodeFactory.instance.nullNode()
        : node;
  }

  private static Optional<Path> exampleFile(ModelFolder folder, String field, String name)
      throws IOException {
    JsonNode info = folder.description().path("saved_input_example_info");
    if (!info.isObject()) {
      return Optional.empty();
    }
    Optional<Path> file = folder.file(info.path(field).asText(name));
    return file.isPresent() && Files.size(file.get()) <= LARGEST_EXAMPLE_BYTES
        ? file
        : Optional.empty();
  }
}
