package dev.millrace.serving.runtime.xgboost;

import dev.millrace.serving.runtime.UnservableModelException;

/** What a model was trained for decides what its margins mean. */
enum Objective {
  IDENTITY,
  LOGISTIC,
  HINGE,
  SOFTMAX,
  SOFTPROB,
  EXPONENTIAL;

  static Objective of(String name) {
    return switch (name) {
      case "reg:linear",
          "reg:squarederror",
          "reg:squaredlogerror",
          "reg:absoluteerror",
          "reg:quantileerror",
          "reg:pseudohubererror",
          // XGBoost: its base score is a margin too.
          "binary:logitraw",
          "rank:pairwise",
          "rank:ndcg",
          "rank:map" ->
          IDENTITY;
      case "reg:logistic", "binary:logistic" -> LOGISTIC;
      case "binary:hinge" -> HINGE;
      case "multi:softmax" -> SOFTMAX;
      case "multi:softprob" -> SOFTPROB;
      case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
          EXPONENTIAL;
      default ->
          throw new UnservableModelException(
              "XGBoost models of the objective " + name + " are not served.");
    };
  }

  /** The margin that stands for a base score. */
  float margin(float score) {
    return switch (this) {
      case LOGISTIC -> (float) -Math.log(1.0f / score - 1.0f);
      case EXPONENTIAL -> (float) Math.log(score);
      case IDENTITY, HINGE, SOFTMAX, SOFTPROB -> score;
    };
  }

  /** How many numbers are answered for each row. */
  int answers(int outputs) {
    return this == SOFTMAX ? 1 : outputs;
  }

  /** What is answered, made of the margins in their place; SOFTMAX answers in the first. */
  void transform(float[] margins) {
    switch (this) {
      case IDENTITY -> {}
      case LOGISTIC -> {
        for (int i = 0; i < margins.length; i++) {
          // XGBoost: the smallest answer is not 0.
          float denominator = (float) Math.exp(Math.min(-margins[i], 88.7f)) + 1.0f + 1e-16f;
          margins[i] = 1.0f / denominator;
        }
      }
      case HINGE -> {
        for (int i = 0; i < margins.length; i++) {
          margins[i] = margins[i] > 0 ? 1 : 0;
        }
      }
      case EXPONENTIAL -> {
        for (int i = 0; i < margins.length; i++) {
          margins[i] = (float) Math.exp(margins[i]);
        }
      }
      case SOFTMAX -> margins[0] = largest(margins);
      case SOFTPROB -> softmax(margins);
    }
  }

  /** The place of the largest, the first of equals. */
  static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private static void softmax(float[] margins) {
    float most = margins[largest(margins)];
    double sum = 0;
    for (int i = 0; i < margins.length; i++) {
      margins[i] = (float) Math.exp(margins[i] - most);
      sum += margins[i];
    }
    for (int i = 0; i < margins.length; i++) {
      margins[i] /= (float) sum;
    }
  }
}
