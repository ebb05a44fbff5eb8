package dev.millrace.serving.runtime.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no model of LightGBM, or one that is not served, is refused with the reason. */
class LightgbmRefusalTest {

  private static final String BOOSTER = "lightgbm.basic.Booster";

  @TempDir Path folder;

  private static String model(String name) throws IOException {
    Path zip = Path.of("src/test/resources/lightgbm/lightgbm-4.7.0.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      return Files.readString(files.getPath("/" + name + ".lgb"));
    }
  }

  private ModelFolder folder(String text, String modelClass, String inputs) throws IOException {
    Files.write(folder.resolve("model.lgb"), text.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve("MLmodel"),
        "flavors:\n  lightgbm: {data: model.lgb, model_class: %s}\n".formatted(modelClass)
            + (inputs.isEmpty() ? "" : "signature:\n  inputs: '%s'\n".formatted(inputs)));
    return ModelFolder.read(folder);
  }

  private void requireRefusal(String text, String inputs, String reason) throws IOException {
    ModelFolder described = folder(text, BOOSTER, inputs);
    LightgbmRuntime runtime = new LightgbmRuntime();
    assertThatThrownBy(
            () -> {
              runtime.verify(described);
              runtime.load(described, RuntimeOptions.NONE);
            })
        .as(reason)
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void estimatorsAreLeftToPython() throws IOException {
    LightgbmRuntime runtime = new LightgbmRuntime();
    String text = model("stump");
    assertThat(runtime.reads(folder(text, BOOSTER, ""))).isTrue();
    assertThat(runtime.reads(folder(text, "lightgbm.sklearn.LGBMClassifier", ""))).isFalse();
    assertThat(runtime.reads(folder(text, "my.Own", ""))).isFalse();
  }

  @Test
  void whatIsNotServedIsNamed() throws IOException {
    String text = model("categories");
    Map<String, String> changed =
        Map.of(
            text.replace("is_linear=0", "is_linear=1"),
            "linear_tree",
            text.replace("objective=regression", "objective=secret"),
            "objective secret",
            text.replace("pandas_categorical:null", "pandas_categorical:[[\"a\", \"b\"]]"),
            "pandas categories",
            text.replace("version=v4", "version=v9"),
            "format v9",
            "{}",
            "not a LightGBM model",
            "",
            "not a LightGBM model");
    for (Map.Entry<String, String> each : changed.entrySet()) {
      requireRefusal(each.getKey(), "", each.getValue());
    }
  }

  @Test
  void signaturesThatDoNotFitAreNamed() throws IOException {
    String text = model("named");
    requireRefusal(text, columns("a"), "has 1 columns, and the model 4 features");
    requireRefusal(text, columns("a", "d", "b c", "e"), "in another order");
    requireRefusal(
        text, columns("a", "b c", "d", "e").replaceFirst("double", "string"), "takes numbers");
    requireRefusal(
        text,
        "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float64\",\"shape\":[-1,5]}}]",
        "has 5 columns");
  }

  private static String columns(String... names) {
    return List.of(names).stream()
        .map(name -> "{\"name\":\"" + name + "\",\"type\":\"double\"}")
        .toList()
        .toString();
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    String text = model("categories");
    Map<String, String> damaged =
        Map.of(
            text.replace("end of trees", ""), "its end is missing",
            text.replaceFirst("left_child=\\S+", "left_child=0"), "leads nowhere",
            text.replaceFirst("left_child=\\S+", "left_child=-100"), "leads nowhere",
            text.replaceFirst("split_feature=\\S+", "split_feature=4"), "feature",
            text.replaceFirst("num_leaves=\\S+", "num_leaves=2000000000"), "does not have",
            text.replaceFirst("num_leaves=\\S+", "num_leaves=-1"), "no leaves",
            text.replaceFirst("leaf_value=\\S+", "leaf_value=x"), "number",
            text.replaceFirst("cat_boundaries=0 \\d+", "cat_boundaries=0 9999"), "",
            text.replaceFirst("num_tree_per_iteration=1", "num_tree_per_iteration=0"),
                "contradicts",
            text.replaceFirst("max_feature_idx=3", "max_feature_idx=7"), "contradicts");
    for (Map.Entry<String, String> each : damaged.entrySet()) {
      requireRefusal(each.getKey(), "", each.getValue());
    }
  }

  /** Whatever stands in a file, it is refused or scores; it never fails otherwise or hangs. */
  @Test
  void changedBytesNeverDoHarm() throws IOException {
    byte[] text = model("categories-zeros").getBytes(StandardCharsets.US_ASCII);
    int end = new String(text, StandardCharsets.US_ASCII).indexOf("end of trees");
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] changed = text.clone();
      for (int change = 0; change <= i % 3; change++) {
        changed[random.nextInt(end)] = (byte) " 0123456789-=\n.e".charAt(random.nextInt(16));
      }
      ModelFolder described = folder(new String(changed, StandardCharsets.US_ASCII), BOOSTER, "");
      try {
        Booster booster = ModelFile.read(described.dataFile("lightgbm"));
        double[] row = new double[booster.features()];
        for (double value : new double[] {-1, 0, 0.5, 33, 1e12, Double.NaN}) {
          Arrays.fill(row, value);
          assertThat(booster.predict(row)).hasSize(booster.width());
        }
      } catch (UnservableModelException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 2999);
  }
}
