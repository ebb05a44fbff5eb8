package dev.millrace.serving.runtime.xgboost;

import dev.millrace.serving.runtime.UnservableModelException;

/** The Python class that was logged: its {@code predict} is what MLflow answers with. */
enum ModelClass {
  /** Scores with every round, and minds the names of features. */
  BOOSTER,
  /** Scores up to the best iteration, and answers labels. */
  CLASSIFIER,
  /** Scores up to the best iteration, and answers numbers. */
  ESTIMATOR;

  static ModelClass of(String name) {
    return switch (name) {
      case "xgboost.core.Booster" -> BOOSTER;
      case "xgboost.sklearn.XGBClassifier", "xgboost.sklearn.XGBRFClassifier" -> CLASSIFIER;
      case "xgboost.sklearn.XGBModel",
          "xgboost.sklearn.XGBRegressor",
          "xgboost.sklearn.XGBRFRegressor",
          "xgboost.sklearn.XGBRanker" ->
          ESTIMATOR;
      default ->
          throw new UnservableModelException(
              "XGBoost models of the class "
                  + name
                  + " are not served; those of Booster, XGBClassifier, XGBRegressor, XGBRanker and"
                  + " of random forests are.");
    };
  }
}
