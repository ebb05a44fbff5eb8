package dev.millrace.serving.runtime.lightgbm;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import dev.millrace.serving.runtime.UnservableModelException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which column of the input is which feature: by place, as in LightGBM, which does not look at
 * names when it predicts.
 */
record Features(InputSchema schema, int count) {

  static Features of(Booster booster, @Nullable ModelSignature signature) {
    int count = booster.features();
    if (signature == null) {
      return new Features(
          new InputSchema.Tensors(
              List.of(new TensorSpec("", TensorType.FLOAT64, List.of(-1, count)))),
          count);
    }
    if (signature.inputSchema() instanceof InputSchema.Columns columns) {
      requireCount(count, columns.columns().size());
      requireOrder(columns, booster.featureNames());
      return new Features(columns, count);
    }
    InputSchema.Tensors tensors = (InputSchema.Tensors) signature.inputSchema();
    TensorSpec first = tensors.tensors().get(0);
    if (tensors.tensors().size() > 1
        || first.shape().size() != 2
        || first.type() == TensorType.STR) {
      throw new UnservableModelException(
          "The signature is not one tensor of numbers with two dimensions, rows and features.");
    }
    if (first.shape().get(1) != -1) {
      requireCount(count, first.shape().get(1));
    }
    return new Features(tensors, count);
  }

  private static void requireCount(int features, int columns) {
    if (features != columns) {
      throw new UnservableModelException(
          "The signature has " + columns + " columns, and the model " + features + " features.");
    }
  }

  /** The same names in another order are a mistake that LightGBM would not notice. */
  private static void requireOrder(InputSchema.Columns columns, List<String> features) {
    List<String> names =
        columns.columns().stream().map(ColumnSpec::name).map(Features::asInFile).toList();
    if (!names.equals(features) && new TreeSet<>(names).equals(new TreeSet<>(features))) {
      throw new UnservableModelException(
          "The signature has the model's features in another order than the model, and LightGBM"
              + " goes by the order alone.");
    }
  }

  private static String asInFile(String name) {
    return name.replace(' ', '_');
  }

  int rowCount(ModelInput input) {
    if (input instanceof ModelInput.Table table) {
      return table.rowCount();
    }
    ModelInput.Tensor tensor = tensor(input);
    if (tensor.shape()[1] != count) {
      throw MlflowException.invalidParameter(
          "The input tensor has "
              + tensor.shape()[1]
              + " columns, and the model "
              + count
              + " features.");
    }
    return (int) tensor.shape()[0];
  }

  /** Writes a row's features. */
  void fill(double[] features, ModelInput input, int row) {
    if (input instanceof ModelInput.Table table) {
      List<ModelInput.Column> columns = table.columns();
      for (int i = 0; i < count; i++) {
        ModelInput.Column column = columns.get(i);
        double value = column.number(row);
        features[i] = column.spec().type() == ColumnType.FLOAT ? (float) value : value;
      }
      return;
    }
    Object values = tensor(input).values();
    int start = row * count;
    for (int i = 0; i < count; i++) {
      if (values instanceof double[] reals) {
        features[i] = reals[start + i];
      } else if (values instanceof long[] integers) {
        features[i] = integers[start + i];
      } else {
        features[i] = ((boolean[]) values)[start + i] ? 1 : 0;
      }
    }
  }

  private static ModelInput.Tensor tensor(ModelInput input) {
    return ((ModelInput.Tensors) input).byName().values().iterator().next();
  }
}
