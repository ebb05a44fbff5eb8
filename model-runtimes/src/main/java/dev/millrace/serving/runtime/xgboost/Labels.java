package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.util.ArrayList;
import java.util.List;

/** What XGBClassifier makes of predictions. */
final class Labels {

  /** The labels by their number; empty where they are the numbers. */
  private final List<JsonNode> names;

  private Labels(List<JsonNode> names) {
    this.names = names;
  }

  /**
   * Reads the labels that XGBoost 1.3 to 1.5 recorded in the file. Since 1.6 labels are numbers
   * from 0.
   */
  static Labels of(Fields learner) {
    if (!learner.has("attributes")) {
      return new Labels(List.of());
    }
    String text = learner.object("attributes").text("scikit_learn", "{}");
    try {
      JsonNode classes = MlflowJson.mapper().readTree(text).path("_le").path("classes_");
      List<JsonNode> names = new ArrayList<>();
      classes.forEach(names::add);
      return new Labels(names);
    } catch (JsonProcessingException e) {
      throw damaged("its labels are not JSON", e);
    }
  }

  /** The labels of the rows, from what was predicted for each. */
  Object of(float[][] predictions, Objective objective, int width) {
    if (width == 2 || (width > 1 && objective != Objective.SOFTPROB)) {
      return ofSeveral(predictions, width);
    }
    int[] labels = new int[predictions.length];
    for (int row = 0; row < labels.length; row++) {
      float[] prediction = predictions[row];
      if (width > 1) {
        labels[row] = Objective.largest(prediction);
      } else if (objective == Objective.SOFTMAX) {
        labels[row] = (int) prediction[0];
      } else {
        labels[row] = prediction[0] > 0.5f ? 1 : 0;
      }
    }
    return names.isEmpty() ? labels : named(labels);
  }

  /** Each output is a label of its own that a row has or has not. */
  private static float[][] ofSeveral(float[][] predictions, int width) {
    float[][] labels = new float[predictions.length][width];
    for (int row = 0; row < labels.length; row++) {
      for (int i = 0; i < width; i++) {
        labels[row][i] = predictions[row][i] > 0.5f ? 1 : 0;
      }
    }
    return labels;
  }

  private List<JsonNode> named(int[] labels) {
    List<JsonNode> named = new ArrayList<>(labels.length);
    for (int label : labels) {
      named.add(names.get(label));
    }
    return named;
  }

  /** Whether there is a label for every number that can be answered. */
  boolean suit(int outputs) {
    return names.isEmpty() || names.size() == Math.max(2, outputs);
  }
}
