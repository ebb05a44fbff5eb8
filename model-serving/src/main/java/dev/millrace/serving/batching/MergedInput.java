package dev.millrace.serving.batching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.signature.ModelInput;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of several requests, one behind the other. */
final class MergedInput {

  private MergedInput() {}

  private static JsonNode list(ModelInput.AsSent sent) {
    return sent.format().equals("dataframe_split") ? sent.data().path("data") : sent.data();
  }

  /** Whether the rows of both can be asked at once; both are inputs of the same model. */
  static boolean fit(ModelInput one, ModelInput other) {
    if (one instanceof ModelInput.Tensors tensors) {
      return fit(tensors.byName(), ((ModelInput.Tensors) other).byName());
    }
    if (one instanceof ModelInput.AsSent sent) {
      ModelInput.AsSent next = (ModelInput.AsSent) other;
      return sent.format().equals(next.format())
          && (!sent.format().equals("dataframe_split")
              || sent.data().path("columns").equals(next.data().path("columns")));
    }
    return true;
  }

  private static boolean fit(
      Map<String, ModelInput.Tensor> tensors, Map<String, ModelInput.Tensor> others) {
    for (Map.Entry<String, ModelInput.Tensor> each : tensors.entrySet()) {
      long[] shape = each.getValue().shape();
      ModelInput.Tensor other = others.get(each.getKey());
      if (other == null
          || other.shape().length != shape.length
          || !Arrays.equals(shape, 1, shape.length, other.shape(), 1, shape.length)) {
        return false;
      }
    }
    return tensors.size() == others.size();
  }

  /** All rows of inputs that fit each other, in this order. */
  static ModelInput of(List<ModelInput> inputs) {
    ModelInput first = inputs.get(0);
    if (first instanceof ModelInput.Table table) {
      return tables(table, inputs.stream().map(ModelInput.Table.class::cast).toList());
    } else if (first instanceof ModelInput.Tensors tensors) {
      return tensors(tensors, inputs.stream().map(ModelInput.Tensors.class::cast).toList());
    }
    return sent(
        (ModelInput.AsSent) first, inputs.stream().map(ModelInput.AsSent.class::cast).toList());
  }

  private static ModelInput.Table tables(ModelInput.Table first, List<ModelInput.Table> tables) {
    int rows = tables.stream().mapToInt(ModelInput.Table::rowCount).sum();
    List<ModelInput.Column> columns = new ArrayList<>(first.columns().size());
    for (int i = 0; i < first.columns().size(); i++) {
      int column = i;
      columns.add(
          first
              .columns()
              .get(i)
              .withValues(
                  joined(
                      tables.stream().map(table -> table.columns().get(column).values()).toList(),
                      rows)));
    }
    return new ModelInput.Table(rows, columns);
  }

  private static ModelInput.Tensors tensors(
      ModelInput.Tensors first, List<ModelInput.Tensors> all) {
    Map<String, ModelInput.Tensor> merged = new LinkedHashMap<>();
    first
        .byName()
        .forEach(
            (name, tensor) -> {
              List<ModelInput.Tensor> parts = all.stream().map(t -> t.byName().get(name)).toList();
              long[] shape = tensor.shape().clone();
              shape[0] = parts.stream().mapToLong(part -> part.shape()[0]).sum();
              int length = parts.stream().mapToInt(part -> Array.getLength(part.values())).sum();
              Object values =
                  joined(parts.stream().map(ModelInput.Tensor::values).toList(), length);
              merged.put(name, new ModelInput.Tensor(tensor.spec(), shape, values));
            });
    return new ModelInput.Tensors(merged);
  }

  /** Arrays of one type, one behind the other. */
  private static Object joined(List<Object> arrays, int length) {
    Object all = Array.newInstance(arrays.get(0).getClass().getComponentType(), length);
    int at = 0;
    for (Object array : arrays) {
      int part = Array.getLength(array);
      System.arraycopy(array, 0, all, at, part);
      at += part;
    }
    return all;
  }

  private static ModelInput.AsSent sent(ModelInput.AsSent first, List<ModelInput.AsSent> all) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    all.forEach(each -> list(each).forEach(rows::add));
    if (!first.format().equals("dataframe_split")) {
      return new ModelInput.AsSent(first.format(), rows);
    }
    ObjectNode split = JsonNodeFactory.instance.objectNode();
    split.set("columns", first.data().path("columns"));
    split.set("data", rows);
    return new ModelInput.AsSent(first.format(), split);
  }
}
