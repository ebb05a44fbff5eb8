package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees that each add to one output ({@code gbtree}), by a weight of their own where there are
 * weights ({@code dart}).
 */
final class TreeBooster implements Booster {

  private static final int MOST_PER_ROUND = 1 << 24;

  private final Tree[] trees;
  private final int[] outputOf;
  private final float @Nullable [] weights;

  private TreeBooster(Tree[] trees, int[] outputOf, float @Nullable [] weights) {
    this.trees = trees;
    this.outputOf = outputOf;
    this.weights = weights;
  }

  /**
   * Reads the trees that score.
   *
   * @param rounds how many of the training's rounds score; 0 for all
   * @param weights null where the trees have none
   */
  static TreeBooster of(
      Fields booster, double @Nullable [] weights, int features, int outputs, int rounds) {
    Fields model = booster.object("model");
    List<Tree> all = model.list("trees", Tree.class);
    double[] info = model.numbers("tree_info", all.size());
    if (weights != null && weights.length != all.size()) {
      throw damaged("it has not one weight for each tree", null);
    }
    int count = rounds == 0 ? all.size() : treesOf(model, rounds, outputs, all.size());
    int[] outputOf = new int[count];
    float[] weightOf = weights == null ? null : new float[count];
    for (int i = 0; i < count; i++) {
      if (!(info[i] >= 0 && info[i] < outputs)) {
        throw damaged("a tree is of an output that is not there", null);
      }
      if (all.get(i).largestFeature() >= features) {
        throw damaged("a tree splits on a feature that is not there", null);
      }
      outputOf[i] = (int) info[i];
      if (weightOf != null && weights != null) {
        weightOf[i] = (float) weights[i];
        if (!Float.isFinite(weightOf[i])) {
          throw damaged("a weight is no number", null);
        }
      }
    }
    return new TreeBooster(all.subList(0, count).toArray(Tree[]::new), outputOf, weightOf);
  }

  private static int treesOf(Fields model, int rounds, int outputs, int count) {
    if (model.has("iteration_indptr")) {
      double[] ends = model.numbers("iteration_indptr");
      if (rounds < ends.length && ends[rounds] >= 0 && ends[rounds] <= count) {
        return (int) ends[rounds];
      }
      throw damaged("its best iteration is after its last", null);
    }
    // Before 2.0 every round was of one size.
    long perRound =
        (long) outputs
            * Math.max(
                1,
                model
                    .object("gbtree_model_param")
                    .integer("num_parallel_tree", 0, MOST_PER_ROUND, 1));
    if (rounds > count / perRound) {
      throw damaged("its best iteration is after its last", null);
    }
    return (int) (rounds * perRound);
  }

  @Override
  public void addTo(float[] margins, float[] row) {
    if (weights == null) {
      for (int i = 0; i < trees.length; i++) {
        margins[outputOf[i]] += trees[i].leaf(row);
      }
    } else {
      for (int i = 0; i < trees.length; i++) {
        margins[outputOf[i]] += trees[i].leaf(row) * weights[i];
      }
    }
  }
}
