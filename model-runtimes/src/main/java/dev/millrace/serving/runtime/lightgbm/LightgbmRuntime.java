package dev.millrace.serving.runtime.lightgbm;

import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.serving.runtime.FeatureColumns;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;

/**
 * Loads Boosters that {@code mlflow.lightgbm} logged, in LightGBM's text format. Estimators of its
 * scikit-learn API are pickled, and Python's.
 */
public final class LightgbmRuntime implements ModelRuntime {

  /** The newest release whose models were compared with its own answers. */
  private static final String NEWEST_TESTED = "4.7.0";

  private static final String BOOSTER = "lightgbm.basic.Booster";

  @Override
  public String flavor() {
    return "lightgbm";
  }

  @Override
  public boolean reads(ModelFolder folder) {
    // MLflow: before 1.22 only Boosters were logged, and their class was not.
    return folder
        .flavor(flavor())
        .map(described -> described.path("model_class").asText(BOOSTER).equals(BOOSTER))
        .orElse(false);
  }

  @Override
  public Engine engine() {
    return new Engine("lightgbm", NEWEST_TESTED);
  }

  @Override
  public void verify(ModelFolder folder) {
    folder.dataFile(flavor());
    if (folder.signature() != null
        && folder.signature().inputSchema() instanceof InputSchema.Columns columns) {
      FeatureColumns.requireNumbers(
          columns, "a LightGBM Booster takes numbers; MLflow itself cannot score it either.");
    }
  }

  @Override
  public RuntimeModel load(ModelFolder folder, RuntimeOptions options) {
    Booster booster = ModelFile.read(folder.dataFile(flavor()));
    return new LightgbmModel(booster, Features.of(booster, folder.signature()));
  }
}
