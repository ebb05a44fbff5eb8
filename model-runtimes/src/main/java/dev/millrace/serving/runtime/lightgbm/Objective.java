package dev.millrace.serving.runtime.lightgbm;

import dev.millrace.serving.runtime.UnservableModelException;

/**
 * What the sums of the trees are turned into.
 *
 * <p>Source: {@code ConvertOutput} of LightGBM's objectives (4.x).
 *
 * @param sigmoid the factor within the exponent
 */
record Objective(Kind kind, double sigmoid) {

  enum Kind {
    RAW,
    SQUARE,
    EXPONENTIAL,
    SIGMOID,
    SOFTMAX,
    LOG_OF_EXPONENTIAL
  }

  /** The objective of a file that names none, or one of its maker's own: sums are answered. */
  static final Objective NONE = new Objective(Kind.RAW, 1);

  /**
   * Reads what the file says, such as {@code binary sigmoid:1}.
   *
   * @throws UnservableModelException where it is not one that is known
   */
  static Objective of(String text) {
    String[] words = text.strip().split("\\s+");
    double sigmoid = 1;
    boolean squared = false;
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith("sigmoid:")) {
        sigmoid = ModelFile.number(words[i].substring("sigmoid:".length()));
      }
      squared |= words[i].equals("sqrt");
    }
    Kind kind =
        switch (words[0]) {
          case "regression" -> squared ? Kind.SQUARE : Kind.RAW;
          case "regression_l1",
              "huber",
              "fair",
              "quantile",
              "mape",
              "lambdarank",
              "rank_xendcg",
              "custom" ->
              Kind.RAW;
          case "poisson", "gamma", "tweedie" -> Kind.EXPONENTIAL;
          case "binary", "multiclassova", "cross_entropy" -> Kind.SIGMOID;
          case "multiclass" -> Kind.SOFTMAX;
          case "cross_entropy_lambda" -> Kind.LOG_OF_EXPONENTIAL;
          default ->
              throw new UnservableModelException(
                  "LightGBM models of the objective " + words[0] + " are not served.");
        };
    return new Objective(kind, sigmoid);
  }

  /** Turns the sums, in their place. */
  void convert(double[] sums) {
    if (kind == Kind.SOFTMAX) {
      softmax(sums);
      return;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] =
          switch (kind) {
            case SQUARE -> Math.signum(sums[i]) * sums[i] * sums[i];
            case EXPONENTIAL -> Math.exp(sums[i]);
            case SIGMOID -> 1 / (1 + Math.exp(-sigmoid * sums[i]));
            case LOG_OF_EXPONENTIAL -> Math.log1p(Math.exp(sums[i]));
            case RAW, SOFTMAX -> sums[i];
          };
    }
  }

  private static void softmax(double[] sums) {
    double most = sums[0];
    for (double sum : sums) {
      most = Math.max(most, sum);
    }
    double total = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.exp(sums[i] - most);
      total += sums[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= total;
    }
  }
}
