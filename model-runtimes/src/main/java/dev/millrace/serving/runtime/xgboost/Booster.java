package dev.millrace.serving.runtime.xgboost;

/** What turns a row into margins, one for each output. */
interface Booster {

  /** Adds to the margins, in XGBoost's order and in its 32 bits. */
  void addTo(float[] margins, float[] row);
}
