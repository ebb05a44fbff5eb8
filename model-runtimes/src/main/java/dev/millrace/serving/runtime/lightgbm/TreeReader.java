package dev.millrace.serving.runtime.lightgbm;

import static dev.millrace.serving.runtime.lightgbm.ModelFile.damaged;

import dev.millrace.serving.runtime.UnservableModelException;

/** Makes trees of their sections, and sees that a row always comes to a leaf. */
final class TreeReader {

  private static final int CATEGORICAL = 1;

  private final Section section;
  private final int features;

  TreeReader(Section section, int features) {
    this.section = section;
    this.features = features;
  }

  Tree read() {
    if (section.has("is_linear") && section.integer("is_linear") != 0) {
      throw new UnservableModelException(
          "The model's leaves are linear models (linear_tree), which are not served here.");
    }
    int leaves = section.integer("num_leaves");
    if (leaves < 1) {
      throw damaged(section.name() + " has no leaves");
    }
    int nodes = leaves - 1;
    double[] values = section.numbers("leaf_value", leaves);
    if (nodes == 0) {
      int[] none = {};
      return new Tree(none, new double[0], none, none, none, values, none, none);
    }
    int[] feature = section.integers("split_feature", nodes);
    double[] threshold = section.numbers("threshold", nodes);
    int[] decision = section.integers("decision_type", nodes);
    int[] left = section.integers("left_child", nodes);
    int[] right = section.integers("right_child", nodes);
    int splits = section.has("num_cat") ? section.integer("num_cat") : 0;
    int[] starts = {0};
    int[] categories = {};
    if (splits > 0) {
      starts = section.integers("cat_boundaries", Math.addExact(splits, 1));
      requireRising(starts);
      categories = section.integers("cat_threshold", starts[splits]);
    }
    for (int node = 0; node < nodes; node++) {
      requireFeature(feature[node]);
      requireChild(left[node], node, leaves);
      requireChild(right[node], node, leaves);
      if ((decision[node] & CATEGORICAL) != 0) {
        requireSplit(threshold[node], starts.length - 1);
      }
    }
    return new Tree(feature, threshold, decision, left, right, values, starts, categories);
  }

  private void requireRising(int[] starts) {
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] < (i == 0 ? 0 : starts[i - 1])) {
        throw damaged(section.name() + " has categories that end before they begin");
      }
    }
  }

  private void requireFeature(int feature) {
    if (feature < 0 || feature >= features) {
      throw damaged(section.name() + " asks for a feature that the model has not");
    }
  }

  /** LightGBM numbers a node after the one above it: a tree without that may have a loop. */
  private void requireChild(int child, int node, int leaves) {
    if (child >= 0 ? child <= node || child >= leaves - 1 : ~child >= leaves) {
      throw damaged(section.name() + " has a branch that leads nowhere");
    }
  }

  private void requireSplit(double number, int splits) {
    if (number != (int) number || number < 0 || number >= splits) {
      throw damaged(section.name() + " has a split by categories that are not there");
    }
  }
}
