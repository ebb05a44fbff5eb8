package dev.millrace.examples;

import java.util.List;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Multinomial logistic regression by stochastic gradient descent (AdaGrad).
 *
 * @param standardized whether each column is first brought to mean 0 and standard deviation 1;
 *     without it the grams of the body mass drown the millimetres
 */
record LogisticRegression(int epochs, double learningRate, int batchSize, boolean standardized)
    implements Recipe {

  private static final long SEED = 17;
  private static final int SILENT = -1;

  @Override
  public String algorithm() {
    return "logistic regression";
  }

  @Override
  public String unit() {
    return "epoch";
  }

  @Override
  public int steps() {
    return epochs;
  }

  @Override
  public Map<String, Object> params() {
    return Map.of(
        "algorithm", algorithm(),
        "epochs", epochs,
        "learning_rate", learningRate,
        "batch_size", batchSize,
        "standardized", standardized,
        "optimizer", "AdaGrad",
        "seed", SEED);
  }

  @Override
  public Model<Label> train(Dataset<Label> data, int epochsSoFar) {
    Trainer<Label> sgd =
        new LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(learningRate), epochsSoFar, SILENT, batchSize, SEED);
    if (!standardized) {
      return sgd.train(data);
    }
    TransformationMap toUnitScale = new TransformationMap(List.of(new MeanStdDevTransformation()));
    return new TransformTrainer<>(sgd, toUnitScale).train(data);
  }
}
