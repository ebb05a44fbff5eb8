package dev.millrace.examples;

import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;

/**
 * A random forest of CART trees that vote.
 *
 * @param featureFraction share of the columns that each split may look at
 */
record RandomForest(int trees, int maxDepth, double featureFraction) implements Recipe {

  private static final long SEED = 17;

  @Override
  public String algorithm() {
    return "random forest";
  }

  @Override
  public String unit() {
    return "tree";
  }

  @Override
  public int steps() {
    return trees;
  }

  @Override
  public Map<String, Object> params() {
    return Map.of(
        "algorithm", algorithm(),
        "trees", trees,
        "max_depth", maxDepth,
        "feature_fraction", featureFraction,
        "seed", SEED);
  }

  @Override
  public Model<Label> train(Dataset<Label> data, int treesSoFar) {
    CARTClassificationTrainer tree =
        new CARTClassificationTrainer(maxDepth, (float) featureFraction, SEED);
    return new RandomForestTrainer<>(tree, new VotingCombiner(), treesSoFar, SEED).train(data);
  }
}
