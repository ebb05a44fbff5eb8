package dev.millrace.serving.runtime.xgboost;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.RuntimeModel;
import org.jspecify.annotations.Nullable;

/**
 * An XGBoost model that answers as {@code predict} of its Python class does: a number or a list of
 * numbers for each row, or its label.
 */
final class XgboostModel implements RuntimeModel {

  private final Learner learner;
  private final FeatureMapping mapping;
  private final @Nullable Labels labels;

  /**
   * @param labels null where numbers are answered
   */
  XgboostModel(Learner learner, FeatureMapping mapping, @Nullable Labels labels) {
    this.learner = learner;
    this.mapping = mapping;
    this.labels = labels;
  }

  @Override
  public InputSchema inputSchema() {
    return mapping.schema();
  }

  @Override
  public String platform() {
    return "xgboost";
  }

  @Override
  public Object score(ModelInput input, ObjectNode params) {
    if (!params.isEmpty()) {
      throw MlflowException.invalidParameter("The model takes no params.");
    }
    float[][] predictions = new float[mapping.rowCount(input)][];
    float[] features = new float[learner.features()];
    for (int row = 0; row < predictions.length; row++) {
      mapping.fill(features, input, row);
      predictions[row] = learner.predict(features);
    }
    int width = learner.width();
    if (labels != null) {
      return labels.of(predictions, learner.objective(), width);
    }
    return width == 1 ? firsts(predictions) : predictions;
  }

  private static float[] firsts(float[][] predictions) {
    float[] firsts = new float[predictions.length];
    for (int row = 0; row < firsts.length; row++) {
      firsts[row] = predictions[row][0];
    }
    return firsts;
  }

  /** Nothing to give back but what the garbage collector finds. */
  @Override
  public void close() {}
}
