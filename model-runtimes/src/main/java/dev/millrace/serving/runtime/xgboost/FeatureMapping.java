package dev.millrace.serving.runtime.xgboost;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import dev.millrace.serving.runtime.FeatureColumns;
import dev.millrace.serving.runtime.UnservableModelException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which column of the input is which feature: by name where the model has names, else by place.
 *
 * @param columnOf the column of each feature
 */
record FeatureMapping(InputSchema schema, int[] columnOf) {

  static FeatureMapping of(
      Learner learner, ModelClass modelClass, @Nullable ModelSignature signature) {
    if (signature == null) {
      return new FeatureMapping(schemaOf(learner), inOrder(learner.features()));
    }
    if (signature.inputSchema() instanceof InputSchema.Columns columns) {
      return new FeatureMapping(columns, ofColumns(learner, columns));
    }
    InputSchema.Tensors tensors = (InputSchema.Tensors) signature.inputSchema();
    requireMatrix(learner, tensors.tensors());
    if (modelClass == ModelClass.BOOSTER && !learner.featureNames().isEmpty()) {
      // XGBoost: a Booster with names refuses data without.
      throw new UnservableModelException(
          "The signature is a tensor, which has no names, and the Booster's features have names:"
              + " log it with a DataFrame for input example.");
    }
    return new FeatureMapping(tensors, inOrder(learner.features()));
  }

  /** What the model takes by itself. */
  private static InputSchema schemaOf(Learner learner) {
    List<String> names = learner.featureNames();
    if (names.isEmpty()) {
      return new InputSchema.Tensors(
          List.of(new TensorSpec("", TensorType.FLOAT64, List.of(-1, learner.features()))));
    }
    if (new TreeSet<>(names).size() < names.size()) {
      throw new UnservableModelException("Two features of the model have the same name.");
    }
    return new InputSchema.Columns(
        names.stream().map(name -> new ColumnSpec(name, ColumnType.DOUBLE, false)).toList());
  }

  private static int[] inOrder(int features) {
    int[] columns = new int[features];
    for (int i = 0; i < features; i++) {
      columns[i] = i;
    }
    return columns;
  }

  private static int[] ofColumns(Learner learner, InputSchema.Columns columns) {
    requireNumbers(columns);
    List<String> names = learner.featureNames();
    if (names.isEmpty()) {
      requireCount(learner.features(), columns.columns().size());
      return inOrder(learner.features());
    }
    List<String> sent = List.copyOf(columns.names());
    FeatureColumns.requireSame(sent, names);
    return names.stream().mapToInt(sent::indexOf).toArray();
  }

  static void requireNumbers(InputSchema.Columns columns) {
    FeatureColumns.requireNumbers(
        columns, "an XGBoost model takes numbers; MLflow itself cannot score it either.");
  }

  private static void requireMatrix(Learner learner, List<TensorSpec> tensors) {
    TensorSpec first = tensors.get(0);
    if (tensors.size() > 1 || first.shape().size() != 2 || first.type() == TensorType.STR) {
      throw new UnservableModelException(
          "The signature is not one tensor of numbers with two dimensions, rows and features.");
    }
    if (first.shape().get(1) != -1) {
      requireCount(learner.features(), first.shape().get(1));
    }
  }

  private static void requireCount(int features, int columns) {
    if (features != columns) {
      throw new UnservableModelException(
          "The signature has " + columns + " columns, and the model " + features + " features.");
    }
  }

  int rowCount(ModelInput input) {
    if (input instanceof ModelInput.Table table) {
      return table.rowCount();
    }
    ModelInput.Tensor tensor = tensor(input);
    if (tensor.shape()[1] != columnOf.length) {
      throw MlflowException.invalidParameter(
          "The input tensor has "
              + tensor.shape()[1]
              + " columns, and the model "
              + columnOf.length
              + " features.");
    }
    return (int) tensor.shape()[0];
  }

  /** Writes a row's features. */
  void fill(float[] features, ModelInput input, int row) {
    if (input instanceof ModelInput.Table table) {
      List<ModelInput.Column> columns = table.columns();
      for (int i = 0; i < features.length; i++) {
        ModelInput.Column column = columns.get(columnOf[i]);
        features[i] =
            column instanceof ModelInput.Column.Integers integers
                ? integers.values()[row]
                : (float) column.number(row);
        requireFinite(features[i], row);
      }
      return;
    }
    Object values = tensor(input).values();
    int start = row * features.length;
    for (int i = 0; i < features.length; i++) {
      if (values instanceof double[] reals) {
        features[i] = (float) reals[start + i];
      } else if (values instanceof long[] integers) {
        features[i] = integers[start + i];
      } else {
        features[i] = ((boolean[]) values)[start + i] ? 1 : 0;
      }
      requireFinite(features[i], row);
    }
  }

  private static ModelInput.Tensor tensor(ModelInput input) {
    return ((ModelInput.Tensors) input).byName().values().iterator().next();
  }

  private static void requireFinite(float value, int row) {
    if (Float.isInfinite(value)) {
      throw MlflowException.invalidParameter(
          "Row " + row + " has a number that is too large for a 32-bit float.");
    }
  }
}
