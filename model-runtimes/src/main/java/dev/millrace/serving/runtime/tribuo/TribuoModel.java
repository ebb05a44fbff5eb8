package dev.millrace.serving.runtime.tribuo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

/**
 * A Tribuo model of labels or of numbers.
 *
 * <p>A classifier answers with the label per row; with {@code "params": {"return": "scores"}} with
 * an object per row that has every label's score. A regressor answers with the number per row, and
 * with an object per row where it has several dimensions.
 */
final class TribuoModel<T extends Output<T>> implements RuntimeModel {

  private static final String RETURN = "return";

  private final Model<T> model;
  private final InputSchema.Columns columns;
  private final String[] names;

  /** Tribuo's examples have an output even where it is what one asks for. */
  private final T someOutput;

  private TribuoModel(Model<T> model, InputSchema.Columns columns, T someOutput) {
    this.someOutput = someOutput;
    this.model = model;
    this.columns = columns;
    this.names = columns.columns().stream().map(ColumnSpec::name).toArray(String[]::new);
  }

  static <T extends Output<T>> TribuoModel<T> of(Model<T> model, InputSchema.Columns columns) {
    T someOutput = model.getOutputIDInfo().getDomain().iterator().next();
    if (!(someOutput instanceof Label) && !(someOutput instanceof Regressor)) {
      throw new UnservableModelException(
          "Tribuo models of labels and of numbers are served, and this one is neither.");
    }
    return new TribuoModel<>(model, columns, someOutput);
  }

  @Override
  public InputSchema inputSchema() {
    return columns;
  }

  @Override
  public List<TensorSpec> outputs() {
    List<Integer> perRow = List.of(-1);
    if (someOutput instanceof Label) {
      return List.of(new TensorSpec("", TensorType.STR, perRow));
    }
    Regressor regressor = (Regressor) someOutput;
    if (regressor.size() == 1) {
      return List.of(new TensorSpec("", TensorType.FLOAT64, perRow));
    }
    return Arrays.stream(regressor.getNames())
        .map(name -> new TensorSpec(name, TensorType.FLOAT64, perRow))
        .toList();
  }

  @Override
  public String platform() {
    return "tribuo_model";
  }

  @Override
  public Object score(ModelInput input, ObjectNode params) {
    boolean scores = wantsScores(params);
    ModelInput.Table table = (ModelInput.Table) input;
    List<Object> predictions = new ArrayList<>(table.rowCount());
    for (int row = 0; row < table.rowCount(); row++) {
      Prediction<T> prediction = model.predict(example(table, row));
      predictions.add(scores ? scoresOf(prediction) : valueOf(prediction.getOutput()));
    }
    return predictions;
  }

  private ArrayExample<T> example(ModelInput.Table table, int row) {
    String[] present = names;
    double[] values = new double[names.length];
    int count = 0;
    for (int i = 0; i < names.length; i++) {
      double value = table.columns().get(i).number(row);
      if (Double.isNaN(value)) {
        // An optional value that was not sent is a feature the example does not have.
        present = present == names ? names.clone() : present;
      } else {
        present[count] = names[i];
        values[count++] = value;
      }
    }
    if (count == 0) {
      throw MlflowException.invalidParameter("Row " + row + " has no values at all.");
    }
    return count == names.length
        ? new ArrayExample<>(someOutput, names, values)
        : new ArrayExample<>(
            someOutput, Arrays.copyOf(present, count), Arrays.copyOf(values, count));
  }

  private static Object valueOf(Output<?> output) {
    if (output instanceof Label label) {
      return label.getLabel();
    }
    Regressor regressor = (Regressor) output;
    if (regressor.size() == 1) {
      return regressor.getValues()[0];
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (Regressor.DimensionTuple dimension : regressor) {
      values.put(dimension.getName(), dimension.getValue());
    }
    return values;
  }

  private static Map<String, Double> scoresOf(Prediction<?> prediction) {
    Map<String, Double> scores = new LinkedHashMap<>();
    prediction
        .getOutputScores()
        .forEach((label, output) -> scores.put(label, ((Label) output).getScore()));
    return scores;
  }

  private boolean wantsScores(ObjectNode params) {
    if (params.isEmpty()) {
      return false;
    }
    JsonNode wanted = params.path(RETURN);
    boolean classifies = someOutput instanceof Label;
    if (params.size() > 1 || !wanted.isTextual()) {
      throw wrongParams(classifies);
    }
    return switch (wanted.textValue()) {
      case "predictions" -> false;
      case "scores" -> {
        if (!classifies) {
          throw wrongParams(false);
        }
        yield true;
      }
      default -> throw wrongParams(classifies);
    };
  }

  private static MlflowException wrongParams(boolean classifies) {
    return MlflowException.invalidParameter(
        "params takes only 'return', which is predictions"
            + (classifies ? " or scores" : "")
            + " for this model.");
  }

  /** Nothing to give back but what the garbage collector finds. */
  @Override
  public void close() {}
}
