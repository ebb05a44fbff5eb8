package dev.millrace.serving.runtime.lightgbm;

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

/**
 * Models of released Pythons answer here what they answered there: the sums of the trees bit for
 * bit, and what comes of an exponential function within the last digit or two of a double.
 */
class LightgbmModelTest {

  private static final double LAST_DIGITS = 4e-16;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"3.3.5, 33", "4.1.0, 33", "4.7.0, 33"})
  void answersAreThoseOfPython(String version, int count) throws IOException {
    Path zip = Path.of("src/test/resources/lightgbm/lightgbm-" + version + ".zip");
    List<String> faults = new ArrayList<>();
    int exact = 0;
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      JsonNode made = MlflowJson.mapper().readTree(Files.readString(files.getPath("/cases.json")));
      assertThat(made.path("version").asText()).isEqualTo(version);
      assertThat(made.path("cases")).hasSize(count);
      for (JsonNode one : made.path("cases")) {
        String name = one.path("name").asText();
        Path model = Files.createDirectories(folder.resolve(name));
        String text = Files.readString(files.getPath("/" + one.path("file").asText()));
        compare(one.path("predictions"), answer(model, text, one), LAST_DIGITS, name, faults);
        // Without its objective a model answers the sums.
        String raw = text.replaceFirst("(?m)^objective=.*\n", "");
        boolean averages = text.contains("average_output");
        if (!averages) {
          exact++;
          compare(one.path("raw"), answer(model, raw, one), 0, name + " raw", faults);
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(exact).isGreaterThan(20);
  }

  private static JsonNode answer(Path model, String text, JsonNode one) throws IOException {
    Files.writeString(model.resolve("model.lgb"), text);
    Files.writeString(model.resolve("MLmodel"), description(one.path("name").asText()));
    try (RuntimeModel loaded =
        new LightgbmRuntime().load(ModelFolder.read(model), RuntimeOptions.NONE)) {
      Object answer = loaded.score(table(one.path("rows")), JsonNodeFactory.instance.objectNode());
      return MlflowJson.mapper().readTree(MlflowJson.mapper().writeValueAsBytes(answer));
    }
  }

  private static String description(String name) throws IOException {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String column = name.equals("named") ? List.of("a", "b c", "d", "e").get(i) : "Column_" + i;
      columns.add("{\"name\":\"%s\",\"type\":\"double\",\"required\":false}".formatted(column));
    }
    return ("flavors:\n  lightgbm: {data: model.lgb, model_class: lightgbm.basic.Booster}\n"
            + "signature:\n  inputs: '%s'\n")
        .formatted("[" + String.join(",", columns) + "]");
  }

  private static ModelInput.Table table(JsonNode rows) {
    List<ModelInput.Column> columns = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      double[] values = new double[rows.size()];
      for (int row = 0; row < values.length; row++) {
        JsonNode value = rows.get(row).get(i);
        values[row] =
            value.isNull()
                ? Double.NaN
                : Double.parseDouble(value.asText().replace("inf", "Infinity"));
      }
      columns.add(
          new ModelInput.Column.Numbers(new ColumnSpec("f" + i, ColumnType.DOUBLE, false), values));
    }
    return new ModelInput.Table(rows.size(), columns);
  }

  private static void compare(
      JsonNode expected, JsonNode found, double tolerance, String path, List<String> faults) {
    if (expected.isNumber() && found.isNumber()) {
      double difference = Math.abs(expected.doubleValue() - found.doubleValue());
      if (!(difference <= tolerance * Math.max(1, Math.abs(expected.doubleValue())))) {
        faults.add(path + ": expected " + expected + ", found " + found);
      }
    } else if (expected.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(expected.get(i), found.get(i), tolerance, path + "[" + i + "]", faults);
      }
    } else {
      faults.add(path + ": expected " + expected + ", found " + found);
    }
  }
}
