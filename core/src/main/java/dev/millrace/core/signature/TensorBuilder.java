package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.MlflowException;
import java.util.Arrays;
import java.util.List;

/** Flattens nested lists into one tensor and refuses every other shape or type than asked for. */
final class TensorBuilder {

  private final TensorSpec spec;
  private final long[] shape;
  private Object values = new double[0];
  private int filled;

  TensorBuilder(TensorSpec spec) {
    this.spec = spec;
    this.shape = new long[spec.shape().size()];
  }

  /**
   * @param parts the tensor itself, or its rows
   * @param rows whether the parts are the rows along the first dimension
   */
  ModelInput.Tensor build(List<JsonNode> parts, boolean rows) {
    if (rows) {
      shape[0] = parts.size();
      measure(parts.get(0), 1);
    } else {
      measure(parts.get(0), 0);
    }
    requireShape();
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    values =
        switch (spec.type()) {
          case FLOAT32, FLOAT64 -> new double[size];
          case BOOL -> new boolean[size];
          case STR -> new String[size];
          default -> new long[size];
        };
    for (int i = 0; i < parts.size(); i++) {
      fill(parts.get(i), rows ? 1 : 0, rows ? i : -1);
    }
    return new ModelInput.Tensor(spec, shape, values);
  }

  /** The tensor with the values it was sent with, where they are what the model takes. */
  ModelInput.Tensor build(SentTensor sent) {
    boolean fits = sent.shape().length == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      int wanted = spec.shape().get(d);
      shape[d] = sent.shape()[d];
      fits = shape[d] > 0 && (wanted < 0 || wanted == shape[d]);
    }
    if (!fits) {
      throw MlflowException.invalidParameter(
          sent.label()
              + " must have the shape "
              + spec.shape()
              + " (-1: any length of at least 1), got "
              + Arrays.toString(sent.shape())
              + ".");
    }
    return new ModelInput.Tensor(spec, shape, checked(sent.values()));
  }

  private Object checked(Object sent) {
    if (spec.type() == TensorType.FLOAT32 || spec.type() == TensorType.FLOAT64) {
      return checkedReals(sent);
    } else if (spec.type() == TensorType.BOOL) {
      return requireKind(sent, boolean[].class);
    } else if (spec.type() == TensorType.STR) {
      return checkedTexts(sent);
    }
    long[] integers = requireKind(sent, long[].class);
    for (int i = 0; i < integers.length; i++) {
      if (integers[i] < spec.type().smallest() || integers[i] > spec.type().largest()) {
        throw wrong(rowOf(i, integers.length), "a number out of range");
      }
    }
    return integers;
  }

  /** NaN stays: a tensor has no other way to say that there is no value. */
  private double[] checkedReals(Object sent) {
    double[] reals =
        sent instanceof long[] integers
            ? Arrays.stream(integers).asDoubleStream().toArray()
            : requireKind(sent, double[].class);
    boolean single = spec.type() == TensorType.FLOAT32;
    for (int i = 0; i < reals.length; i++) {
      if (Double.isInfinite(reals[i]) || (single && Float.isInfinite((float) reals[i]))) {
        throw wrong(rowOf(i, reals.length), "a number out of range");
      }
    }
    return reals;
  }

  private String[] checkedTexts(Object sent) {
    int count =
        sent instanceof byte[][] bytes ? bytes.length : requireKind(sent, String[].class).length;
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      String text =
          sent instanceof byte[][] bytes ? SentTensor.text(bytes[i]) : ((String[]) sent)[i];
      if (text == null) {
        throw wrong(
            rowOf(i, count), sent instanceof byte[][] ? "bytes that are not UTF-8" : "no value");
      }
      texts[i] = text;
    }
    return texts;
  }

  private <T> T requireKind(Object sent, Class<T> kind) {
    if (!kind.isInstance(sent)) {
      throw wrong(0, SentTensor.kindOf(sent));
    }
    return kind.cast(sent);
  }

  private int rowOf(int index, int count) {
    return Math.toIntExact(index / (count / shape[0]));
  }

  private void measure(JsonNode node, int dimension) {
    JsonNode level = node;
    for (int d = dimension; d < shape.length; d++) {
      if (level == null || !level.isArray() || level.isEmpty()) {
        throw wrongShape();
      }
      shape[d] = level.size();
      level = level.get(0);
    }
  }

  private void requireShape() {
    for (int d = 0; d < shape.length; d++) {
      int wanted = spec.shape().get(d);
      if (wanted >= 0 && wanted != shape[d]) {
        throw wrongShape();
      }
    }
  }

  private void fill(JsonNode node, int dimension, int row) {
    if (dimension == shape.length) {
      put(node, row);
      return;
    }
    if (!node.isArray() || node.size() != shape[dimension]) {
      throw wrongShape();
    }
    for (int i = 0; i < node.size(); i++) {
      fill(node.get(i), dimension + 1, dimension == 0 ? i : row);
    }
  }

  private void put(JsonNode value, int row) {
    if (values instanceof double[] reals) {
      if (!value.isNumber()) {
        throw wrong(row, JsonKind.of(value));
      }
      double real = value.doubleValue();
      boolean fits =
          spec.type() == TensorType.FLOAT32 ? Float.isFinite((float) real) : Double.isFinite(real);
      if (!fits) {
        throw wrong(row, "a number out of range");
      }
      reals[filled++] = real;
    } else if (values instanceof long[] integers) {
      if (!value.isIntegralNumber()) {
        throw wrong(row, JsonKind.of(value));
      }
      if (!value.canConvertToLong()
          || value.longValue() < spec.type().smallest()
          || value.longValue() > spec.type().largest()) {
        throw wrong(row, "a number out of range");
      }
      integers[filled++] = value.longValue();
    } else if (values instanceof boolean[] booleans) {
      if (!value.isBoolean()) {
        throw wrong(row, JsonKind.of(value));
      }
      booleans[filled++] = value.booleanValue();
    } else {
      if (!value.isTextual()) {
        throw wrong(row, JsonKind.of(value));
      }
      ((String[]) values)[filled++] = value.textValue();
    }
  }

  private MlflowException wrongShape() {
    return MlflowException.invalidParameter(
        spec.label()
            + " must be a nested list of shape "
            + spec.shape()
            + " (-1: any length of at least 1), the same in every row.");
  }

  private MlflowException wrong(int row, String got) {
    return MlflowException.invalidParameter(
        spec.label()
            + ", row "
            + row
            + ": expected "
            + spec.type().wireName()
            + ", got "
            + got
            + ".");
  }
}
