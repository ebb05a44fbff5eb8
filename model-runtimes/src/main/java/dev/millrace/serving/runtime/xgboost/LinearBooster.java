package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

/** A weight for each feature and output, and last a bias for each output ({@code gblinear}). */
record LinearBooster(float[] weights, int features, int outputs) implements Booster {

  static LinearBooster of(Fields booster, int features, int outputs) {
    double[] numbers = booster.object("model").numbers("weights");
    if (numbers.length != (features + 1L) * outputs) {
      throw damaged("it has not one weight for each feature and output", null);
    }
    int count = numbers.length;
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) numbers[i];
      if (!Float.isFinite(weights[i])) {
        throw damaged("a weight is no number", null);
      }
    }
    return new LinearBooster(weights, features, outputs);
  }

  @Override
  public void addTo(float[] margins, float[] row) {
    for (int output = 0; output < outputs; output++) {
      margins[output] += weights[features * outputs + output];
      for (int feature = 0; feature < features; feature++) {
        if (!Float.isNaN(row[feature])) {
          margins[output] += row[feature] * weights[feature * outputs + output];
        }
      }
    }
  }
}
