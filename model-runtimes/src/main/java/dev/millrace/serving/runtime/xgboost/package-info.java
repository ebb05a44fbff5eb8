/** Models of XGBoost, evaluated here: its own library for Java misreads what newer Pythons save. */
@NullMarked
package dev.millrace.serving.runtime.xgboost;

import org.jspecify.annotations.NullMarked;
