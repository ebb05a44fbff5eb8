package dev.millrace.serving.runtime.lightgbm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.RuntimeModel;

/** A Booster that answers as its {@code predict} does: a number for each row, or one a class. */
final class LightgbmModel implements RuntimeModel {

  private final Booster booster;
  private final Features features;

  LightgbmModel(Booster booster, Features features) {
    this.booster = booster;
    this.features = features;
  }

  @Override
  public InputSchema inputSchema() {
    return features.schema();
  }

  @Override
  public String platform() {
    return "lightgbm";
  }

  @Override
  public Object score(ModelInput input, ObjectNode params) {
    if (!params.isEmpty()) {
      throw MlflowException.invalidParameter("The model takes no params.");
    }
    double[][] predictions = new double[features.rowCount(input)][];
    double[] row = new double[booster.features()];
    for (int i = 0; i < predictions.length; i++) {
      features.fill(row, input, i);
      predictions[i] = booster.predict(row);
    }
    return booster.width() == 1 ? firsts(predictions) : predictions;
  }

  private static double[] firsts(double[][] predictions) {
    double[] firsts = new double[predictions.length];
    for (int row = 0; row < firsts.length; row++) {
      firsts[row] = predictions[row][0];
    }
    return firsts;
  }

  /** Nothing to give back but what the garbage collector finds. */
  @Override
  public void close() {}
}
