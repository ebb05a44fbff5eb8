package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import dev.millrace.serving.runtime.UnservableModelException;
import java.util.Arrays;
import java.util.List;

/**
 * What was trained, whatever class it was logged as.
 *
 * @param base the margins before any tree, one for each output
 * @param featureNames empty where the training data had none
 */
record Learner(
    Booster booster, float[] base, Objective objective, int features, List<String> featureNames) {

  /** A row is an array of all features, and a name or a column stands for each of them. */
  private static final int MOST_FEATURES = 1 << 20;

  private static final int MOST_OUTPUTS = 1 << 16;

  /**
   * Reads the file's {@code learner}.
   *
   * @param toBestIteration whether rounds after the best one are left out, where one is recorded
   */
  static Learner of(Fields learner, boolean toBestIteration) {
    Fields param = learner.object("learner_model_param");
    int features = param.integer("num_feature", 0, MOST_FEATURES);
    int outputs =
        Math.max(
            1,
            Math.max(
                param.integer("num_class", 0, MOST_OUTPUTS, 0),
                param.integer("num_target", 0, MOST_OUTPUTS, 1)));
    Objective objective = Objective.of(learner.object("objective").text("name"));
    List<String> names =
        learner.has("feature_names")
            ? learner.list("feature_names", String.class)
            : List.<String>of();
    if (!names.isEmpty() && names.size() != features) {
      throw damaged("it has not one name for each feature", null);
    }
    Booster booster = booster(learner, features, outputs, toBestIteration ? rounds(learner) : 0);
    float[] base = base(param.text("base_score"), objective, outputs);
    if (booster instanceof LinearBooster) {
      // XGBoost: up to 3.2 at least, a linear model starts every output from the first base score.
      Arrays.fill(base, base[0]);
    }
    return new Learner(booster, base, objective, features, names);
  }

  private static int rounds(Fields learner) {
    if (!learner.has("attributes")) {
      return 0;
    }
    return learner.object("attributes").integer("best_iteration", 0, Integer.MAX_VALUE - 1, -1) + 1;
  }

  private static Booster booster(Fields learner, int features, int outputs, int rounds) {
    Fields booster = learner.object("gradient_booster");
    String name = booster.text("name");
    return switch (name) {
      case "gbtree" -> TreeBooster.of(booster, null, features, outputs, rounds);
      case "dart" ->
          TreeBooster.of(
              booster.object("gbtree"), booster.numbers("weight_drop"), features, outputs, rounds);
      // XGBoost: a linear model is used whole.
      case "gblinear" -> LinearBooster.of(booster, features, outputs);
      default ->
          throw new UnservableModelException(
              "XGBoost models of the booster " + name + " are not served.");
    };
  }

  /** One number; since 3.1 a list in brackets, of one or of a number for each output. */
  private static float[] base(String score, Objective objective, int outputs) {
    String list =
        score.startsWith("[") && score.endsWith("]")
            ? score.substring(1, score.length() - 1)
            : score;
    String[] texts = list.split(",", -1);
    if (texts.length != 1 && texts.length != outputs) {
      throw damaged("it has not one base score for each output", null);
    }
    float[] base = new float[outputs];
    for (int i = 0; i < texts.length; i++) {
      try {
        base[i] = objective.margin(Float.parseFloat(texts[i]));
      } catch (NumberFormatException e) {
        throw damaged("its base score is no number", e);
      }
      if (!Float.isFinite(base[i])) {
        throw damaged("its base score is not one that the objective can have", null);
      }
    }
    if (texts.length == 1) {
      Arrays.fill(base, base[0]);
    }
    return base;
  }

  /** What the objective makes of the margins of a row. */
  float[] predict(float[] row) {
    float[] margins = base.clone();
    booster.addTo(margins, row);
    objective.transform(margins);
    return margins;
  }

  /** How many numbers are predicted; more may stand in the array. */
  int width() {
    return objective.answers(base.length);
  }
}
