package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** The files that describe a logged model, as MLflow lays them out. */
final class MlModelFile {

  static final String NAME = "MLmodel";
  static final String INPUT_EXAMPLE = "input_example.json";
  static final String SERVING_INPUT = "serving_input_example.json";

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private MlModelFile() {}

  /** The YAML text; every scalar is written as a JSON string, which is a YAML string too. */
  static String yaml(ModelDescription description, String modelId, String runId, Instant now) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("flavors:\n  ").append(description.flavor()).append(":\n");
    for (Map.Entry<String, String> setting :
        new TreeMap<>(description.flavorSettings()).entrySet()) {
      line(yaml, "    ", setting.getKey(), setting.getValue());
    }
    line(yaml, "", "model_id", modelId);
    line(yaml, "", "model_uuid", modelId.replaceFirst("^m-", ""));
    line(yaml, "", "run_id", runId);
    if (description.inputExample() != null) {
      yaml.append("saved_input_example_info:\n");
      line(yaml, "  ", "artifact_path", INPUT_EXAMPLE);
      line(yaml, "  ", "pandas_orient", "split");
      line(yaml, "  ", "serving_input_path", SERVING_INPUT);
      line(yaml, "  ", "type", "dataframe");
    }
    yaml.append("signature:\n");
    line(yaml, "  ", "inputs", description.signature().inputsJson());
    line(yaml, "  ", "outputs", description.signature().outputsJson());
    yaml.append("  params: null\n");
    line(yaml, "", "utc_time_created", UTC_TIME.format(now));
    return yaml.toString();
  }

  static String inputExample(DataFrame example) {
    return json(example);
  }

  static String servingInput(DataFrame example) {
    return json(Map.of("dataframe_split", example));
  }

  private static void line(StringBuilder yaml, String indent, String key, String value) {
    yaml.append(indent).append(key).append(": ").append(json(value)).append('\n');
  }

  private static String json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("This cannot be written as JSON: " + value, e);
    }
  }
}
