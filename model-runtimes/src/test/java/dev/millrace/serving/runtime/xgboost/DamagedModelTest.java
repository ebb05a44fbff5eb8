package dev.millrace.serving.runtime.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is loaded or refused with the reason, and soon. */
class DamagedModelTest {

  private static final String BOOSTER = "xgboost.core.Booster";

  /** Two leaves: 1 where the feature is less than 0.5 or missing, else 2. */
  private static final String GOOD =
      """
      {"learner":{"attributes":{"best_iteration":"0"},"feature_names":[],
       "gradient_booster":{"name":"gbtree","model":{
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],"trees":[
         {"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[0,0,0],
          "split_conditions":[5E-1,1E0,2E0],"default_left":[1,0,0],"categories_nodes":[],
          "tree_param":{"num_nodes":"3","size_leaf_vector":"1"}}]}},
       "learner_model_param":{"base_score":"0E0","num_class":"0","num_feature":"1","num_target":"1"},
       "objective":{"name":"reg:squarederror"}},"version":[3,2,0]}
      """;

  @TempDir Path folder;

  @Test
  void handMadeModelScores() throws IOException {
    try (RuntimeModel model = load(GOOD, BOOSTER)) {
      assertThat(score(model, 0.25)).isEqualTo(1);
      assertThat(score(model, 0.5)).isEqualTo(2);
      assertThat(score(model, Double.NaN)).isEqualTo(1);
      assertThat(model.inputSchema())
          .isInstanceOfSatisfying(
              InputSchema.Tensors.class,
              tensors ->
                  assertThat(tensors.tensors().get(0).shape().toString()).isEqualTo("[-1, 1]"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,-1,-1]|[0,-1,-1]|child that is not in the tree",
        "[1,-1,-1]|[7,-1,-1]|child that is not in the tree",
        "[1,-1,-1]|[1.5,-1,-1]|child that is not in the tree",
        "[1,-1,-1]|[-1,-1,-1]|child that is not in the tree",
        "[1,-1,-1]|[1,1,-1]|child that is not in the tree",
        "[1,-1,-1],\"right_children\":[2,-1,-1]|[1,1,-1],\"right_children\":[2,2,-1]|circle",
        "[1,-1,-1],\"right_children\":[2,-1,-1]|[1,2,1],\"right_children\":[2,1,2]|circle",
        "[1,-1,-1]|[1,-1]|has 2 elements where there should be 3",
        "[1,-1,-1]|\"text\"|no list of numbers",
        "\"split_indices\":[0,0,0]|\"split_indices\":[3,0,0]|feature that is not there",
        "\"split_indices\":[0,0,0]|\"split_indices\":[-1,0,0]|splits on nothing",
        "[5E-1,1E0,2E0]|[NaN,1E0,2E0]|splits on nothing",
        "[5E-1,1E0,2E0]|[5E-1,NaN,2E0]|a leaf is no number",
        "[5E-1,1E0,2E0]|[5E-1,1E0,[2E0]]|holds more than numbers",
        "\"num_nodes\":\"3\"|\"num_nodes\":\"2000000000\"|num_nodes",
        "\"num_nodes\":\"3\"|\"num_nodes\":\"200000000\"|200000000",
        "\"size_leaf_vector\":\"1\"|\"size_leaf_vector\":\"2\"|multi_output_tree",
        "\"base_score\":\"0E0\"|\"base_score\":\"NaN\"|base score",
        "\"base_score\":\"0E0\"|\"base_score\":\"[NaN]\"|base score",
        "\"base_score\":\"0E0\"|\"base_score\":\"[0,0]\"|base score",
        "\"base_score\":\"0E0\"|\"base_score\":\"\"|base score",
        "\"num_feature\":\"1\"|\"num_feature\":\"2000000000\"|num_feature",
        "\"num_class\":\"0\"|\"num_class\":\"-3\"|num_class",
        "\"num_class\":\"0\"|\"num_class\":\"1000000000\"|num_class",
        "\"tree_info\":[0]|\"tree_info\":[4]|output that is not there",
        "\"name\":\"gbtree\"|\"name\":\"gbforest\"|gbforest",
        "\"name\":\"gbtree\"|\"name\":\"gblinear\"|weights",
        "reg:squarederror|custom|objective custom",
        "\"feature_names\":[]|\"feature_names\":[\"a\",\"b\"]|one name for each feature",
        "\"categories_nodes\":[]|\"categories_nodes\":[0]|categories_segments",
        "\"categories_nodes\":[]|\"categories_nodes\":[0],\"categories_segments\":[0],"
            + "\"categories_sizes\":[9],\"categories\":[1]|categories are out of range",
        "\"categories_nodes\":[]|\"categories_nodes\":[0],\"categories_segments\":[0],"
            + "\"categories_sizes\":[1],\"categories\":[1e9]|categories are out of range",
      })
  void damageIsNamed(String good, String bad, String reason) {
    assertThat(GOOD).contains(good);
    refuses(GOOD.replace(good, bad), BOOSTER, reason);
  }

  @Test
  void bestIterationMustBeThere() throws IOException {
    String beyond = GOOD.replace("\"best_iteration\":\"0\"", "\"best_iteration\":\"5\"");
    refuses(beyond, "xgboost.sklearn.XGBRegressor", "best iteration");
    refuses(
        beyond
            .replace("\"5\"", "\"2000000000\"")
            .replace("\"num_parallel_tree\":\"1\"", "\"num_parallel_tree\":\"16777216\""),
        "xgboost.sklearn.XGBRegressor",
        "best iteration");
    // A Booster does not look at it.
    load(beyond, BOOSTER).close();
  }

  @Test
  void labelsMustBeThere() throws IOException {
    String labels = "\"best_iteration\":\"0\",\"scikit_learn\":\"%s\"";
    String classes = "{\\\\\"_le\\\\\":{\\\\\"classes_\\\\\":[%s]}}".replace("\\\\", "\\");
    try (RuntimeModel model =
        load(
            GOOD.replace(
                "\"best_iteration\":\"0\"",
                labels.formatted(classes.formatted("\\\"no\\\",\\\"yes\\\""))),
            "xgboost.sklearn.XGBClassifier")) {
      assertThat(model.score(tensor(0), JsonNodeFactory.instance.objectNode()))
          .hasToString("[\"yes\"]");
    }
    refuses(
        GOOD.replace("\"best_iteration\":\"0\"", labels.formatted(classes.formatted("1"))),
        "xgboost.sklearn.XGBClassifier",
        "one label for each class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"my.Model", "xgboost.dask.DaskXGBClassifier", "sklearn.pipeline.Pipeline"})
  void unknownClassesAreRefused(String modelClass) {
    refuses(GOOD, modelClass, modelClass);
  }

  @Test
  void filesOfNoKnownFormatAreRefused() {
    refuses(bytes("binf\0\0\0\0"), "old binary format");
    refuses(new byte[0], "old binary format");
    refuses(bytes("{"), "old binary format");
    refuses(bytes("{\"a\":" + "[".repeat(100_000)), "nested too deeply");
    refuses(bytes("{\"a\":" + "{\"a\":".repeat(500)), "nested too deeply");
    refuses(bytes("{} {}"), "something follows");
    refuses(bytes("{\"learner\":[]}"), "no object learner");
  }

  @Test
  void everyTruncationOfJsonIsRefused() {
    byte[] whole = bytes(GOOD.strip());
    for (int length = 0; length < whole.length; length++) {
      refuses(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void everyTruncationOfUbjsonIsRefused() throws IOException {
    byte[] whole = python("logistic.ubj");
    for (int length = 0; length < whole.length; length += 7) {
      refuses(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void everyChangedByteOfUbjsonIsLoadedOrRefusedSoon() throws IOException {
    byte[] whole = python("logistic.ubj");
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0xff, 0x80, 0x01}) {
              byte[] changed = whole.clone();
              changed[at] ^= (byte) change;
              loadOrRefuse(changed);
            }
          }
        });
  }

  @Test
  void hugeCountsAllocateNothing() throws IOException {
    for (char type : new char[] {'U', 'd', 'L', 'T', '{'}) {
      refuses(typedList(type, Long.MAX_VALUE), "");
      refuses(typedList(type, 2_000_000_000L), "");
      refuses(typedList(type, -1), "");
    }
  }

  @Test
  void memoryIsBounded() throws IOException {
    // Five million empty lists of two bytes each.
    Path file = folder.resolve("model");
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeBytes("{U\001a[");
      out.write("[]".repeat(5_000_000).getBytes(StandardCharsets.US_ASCII));
      out.writeBytes("]}");
    }
    assertThatThrownBy(() -> UbjsonReader.read(file, new MemoryBudget(64 << 20)))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("more than 64 MB");
  }

  @Test
  void categoriesAreBounded() throws IOException {
    // Each names one large category, and takes two megabytes for its bits.
    StringBuilder nodes = new StringBuilder("0");
    StringBuilder categories = new StringBuilder("16777215");
    for (int i = 0; i < 40; i++) {
      nodes.append(",0");
      categories.append(",16777215");
    }
    Path file = folder.resolve("model");
    String list = "[" + nodes + "]";
    Files.writeString(
        file,
        GOOD.replace(
            "\"categories_nodes\":[]",
            "\"categories_nodes\":%s,\"categories_segments\":%s,\"categories_sizes\":%s"
                    .formatted(list, list, list.replace('0', '1'))
                + ",\"categories\":["
                + categories
                + "]"));
    assertThatThrownBy(() -> JsonReader.read(file, new MemoryBudget(64 << 20)))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("more than 64 MB");
  }

  private static byte[] typedList(char type, long count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("{U\001a[$" + type + "#L");
    out.writeLong(count);
    out.write(new byte[64]);
    return bytes.toByteArray();
  }

  private static byte[] python(String file) throws IOException {
    Path zip = Path.of("src/test/resources/xgboost/xgboost-3.2.0.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      return Files.readAllBytes(files.getPath("/" + file));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void loadOrRefuse(byte[] model) throws IOException {
    try (RuntimeModel loaded = load(model, BOOSTER)) {
      assertThat(loaded.inputSchema()).isNotNull();
    } catch (UnservableModelException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private void refuses(byte[] model, String reason) {
    assertThatThrownBy(() -> load(model, BOOSTER))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining(reason);
  }

  private void refuses(String model, String modelClass, String reason) {
    assertThatThrownBy(() -> load(model, modelClass))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining(reason);
  }

  private RuntimeModel load(String model, String modelClass) throws IOException {
    return load(bytes(model), modelClass);
  }

  private RuntimeModel load(byte[] model, String modelClass) throws IOException {
    Files.write(folder.resolve("model"), model);
    Files.writeString(
        folder.resolve("MLmodel"),
        "flavors:\n  xgboost: {data: model, model_class: %s}\n".formatted(modelClass));
    XgboostRuntime runtime = new XgboostRuntime();
    ModelFolder read = ModelFolder.read(folder);
    runtime.verify(read);
    return runtime.load(read, RuntimeOptions.NONE);
  }

  private static float score(RuntimeModel model, double value) {
    Object answer = model.score(tensor(value), JsonNodeFactory.instance.objectNode());
    return ((float[]) answer)[0];
  }

  private static ModelInput.Tensors tensor(double value) {
    TensorSpec spec = new TensorSpec("", TensorType.FLOAT64, List.of(-1, 1));
    return new ModelInput.Tensors(
        Map.of("", new ModelInput.Tensor(spec, new long[] {1, 1}, new double[] {value})));
  }
}
