package dev.millrace.serving.runtime.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.RuntimeModel;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of released Pythons answer here what they answered there. */
class XgboostModelTest {

  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1.0.2, 8", "1.5.2, 8", "1.7.6, 47", "2.1.4, 48", "3.2.0, 48"})
  void answersAreThoseOfPython(String version, int count) throws IOException {
    Path zip = Path.of("src/test/resources/xgboost/xgboost-" + version + ".zip");
    List<String> faults = new ArrayList<>();
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      JsonNode made = MlflowJson.mapper().readTree(Files.readString(files.getPath("/cases.json")));
      assertThat(made.path("version").asText()).isEqualTo(version);
      assertThat(made.path("cases")).hasSize(count);
      for (JsonNode one : made.path("cases")) {
        Path model = folder.resolve(one.path("name").asText());
        Files.createDirectories(model);
        String file = one.path("file").asText();
        Files.copy(files.getPath("/" + file), model.resolve(file));
        Files.writeString(model.resolve("MLmodel"), description(one));
        difference(one, model, faults);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static String description(JsonNode one) throws IOException {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = one.path("name").asText().equals("named") ? "" + (char) ('a' + i) : "f" + i;
      columns.add("{\"name\":\"%s\",\"type\":\"float\",\"required\":false}".formatted(name));
    }
    return "flavors:\n  xgboost: {data: %s, model_class: %s}\nsignature:\n  inputs: '%s'\n"
        .formatted(
            one.path("file").asText(),
            one.path("model_class").asText(),
            "[" + String.join(",", columns) + "]");
  }

  private static void difference(JsonNode one, Path model, List<String> faults) throws IOException {
    String name = one.path("name").asText();
    try (RuntimeModel loaded =
        new XgboostRuntime().load(ModelFolder.read(model), RuntimeOptions.NONE)) {
      Object answer = loaded.score(table(one.path("rows")), JsonNodeFactory.instance.objectNode());
      compare(
          one.path("predictions"),
          MlflowJson.mapper().readTree(MlflowJson.mapper().writeValueAsBytes(answer)),
          name,
          faults);
    } catch (RuntimeException e) {
      faults.add(name + ": " + e);
    }
  }

  private static ModelInput.Table table(JsonNode rows) {
    List<ModelInput.Column> columns = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      double[] values = new double[rows.size()];
      for (int row = 0; row < values.length; row++) {
        JsonNode value = rows.get(row).get(i);
        values[row] = value.isNull() ? Double.NaN : value.doubleValue();
      }
      columns.add(
          new ModelInput.Column.Numbers(new ColumnSpec("f" + i, ColumnType.FLOAT, false), values));
    }
    return new ModelInput.Table(rows.size(), columns);
  }

  private static void compare(JsonNode expected, JsonNode found, String path, List<String> faults) {
    if (expected.isNumber() && found.isNumber()) {
      double scale = Math.max(1, Math.abs(expected.doubleValue()));
      if (!(Math.abs(expected.doubleValue() - found.doubleValue()) <= TOLERANCE * scale)) {
        faults.add(path + ": expected " + expected + ", found " + found);
      }
    } else if (expected.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(expected.get(i), found.get(i), path + "[" + i + "]", faults);
      }
    } else if (!expected.equals(found)) {
      faults.add(path + ": expected " + expected + ", found " + found);
    }
  }
}
