package dev.millrace.serving.runtime.xgboost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import java.nio.file.Path;
import java.util.Map;

/** Loads models that {@code mlflow.xgboost} logged, in UBJSON or JSON. */
public final class XgboostRuntime implements ModelRuntime {

  /** The newest release whose models were compared with its own answers. */
  private static final String NEWEST_TESTED = "3.2.0";

  @Override
  public String flavor() {
    return "xgboost";
  }

  @Override
  public Engine engine() {
    return new Engine("xgboost", NEWEST_TESTED);
  }

  @Override
  public void verify(ModelFolder folder) {
    folder.dataFile(flavor());
    modelClass(folder);
    if (folder.signature() != null
        && folder.signature().inputSchema() instanceof InputSchema.Columns columns) {
      FeatureMapping.requireNumbers(columns);
    }
  }

  @Override
  public RuntimeModel load(ModelFolder folder, RuntimeOptions options) {
    Path file = folder.dataFile(flavor());
    ModelClass modelClass = modelClass(folder);
    Fields fields = ModelDocument.read(file).object("learner");
    if (modelClass != ModelClass.BOOSTER) {
      requireNoCategories(fields.object("gradient_booster"));
    }
    Learner learner = Learner.of(fields, modelClass != ModelClass.BOOSTER);
    Labels labels = null;
    if (modelClass == ModelClass.CLASSIFIER) {
      labels = Labels.of(fields);
      if (!labels.suit(learner.base().length)) {
        throw ModelDocument.damaged("it has not one label for each class", null);
      }
    }
    return new XgboostModel(
        learner, FeatureMapping.of(learner, modelClass, folder.signature()), labels);
  }

  /**
   * Since 3.1 the categories of a DataFrame are in the file. Estimators then take nothing but such
   * columns, which MLflow cannot send; a number might be a category or its code.
   */
  private static void requireNoCategories(Fields booster) {
    Fields trees = booster.has("gbtree") ? booster.object("gbtree") : booster;
    Fields model = trees.object("model");
    if (!model.has("cats")) {
      return;
    }
    for (Map<?, ?> encoding : model.object("cats").list("enc", Map.class)) {
      if (!ModelDocument.isEmptyList(encoding.get("values"))) {
        throw new UnservableModelException(
            "The model was trained on pandas categories, and MLflow itself cannot score it: train"
                + " it on the codes of the categories, with feature_types='c'.");
      }
    }
  }

  private ModelClass modelClass(ModelFolder folder) {
    JsonNode name = folder.flavor(flavor()).orElseThrow().path("model_class");
    // MLflow: before 1.22 only Boosters were logged, and their class was not.
    return ModelClass.of(name.asText("xgboost.core.Booster"));
  }
}
