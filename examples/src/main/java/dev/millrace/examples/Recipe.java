package dev.millrace.examples;

import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/**
 * A way to train a model, with all its hyper-parameters. Training by the same recipe on the same
 * data gives the same model; the model after {@code k} steps is what training had come to then.
 */
interface Recipe {

  /** Short name of the kind of model. */
  String algorithm();

  /** What one step is: an epoch, or a tree. */
  String unit();

  /** How many steps the whole training takes. */
  int steps();

  /** The hyper-parameters as they are logged. */
  Map<String, Object> params();

  /** Trains for the first {@code steps} steps. */
  Model<Label> train(Dataset<Label> data, int steps);
}
