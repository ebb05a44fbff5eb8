package dev.millrace.serving.runtime.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ModelInput;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies checked values into onnxruntime's tensors. */
final class OnnxTensors {

  private OnnxTensors() {}

  static OnnxTensor ofTensor(
      OrtEnvironment environment, OnnxJavaType type, ModelInput.Tensor tensor) throws OrtException {
    Object values = tensor.values();
    if (values instanceof double[] reals) {
      return ofReals(environment, type, reals, tensor.shape());
    } else if (values instanceof long[] integers) {
      return ofIntegers(environment, type, integers, tensor.shape());
    } else if (values instanceof boolean[] booleans) {
      return ofBooleans(environment, booleans, tensor.shape());
    }
    return OnnxTensor.createTensor(environment, (String[]) values, tensor.shape());
  }

  /** Columns side by side, row-major. */
  static OnnxTensor ofColumns(
      OrtEnvironment environment, OnnxJavaType type, List<ModelInput.Column> columns, long[] shape)
      throws OrtException {
    int rows = Math.toIntExact(shape[0]);
    int width = columns.size();
    switch (type) {
      case FLOAT, DOUBLE -> {
        double[] reals = new double[rows * width];
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < width; i++) {
            reals[row * width + i] = columns.get(i).number(row);
          }
        }
        return ofReals(environment, type, reals, shape);
      }
      case INT32, INT64 -> {
        long[] integers = new long[rows * width];
        for (int i = 0; i < width; i++) {
          long[] values = ((ModelInput.Column.Integers) columns.get(i)).values();
          for (int row = 0; row < rows; row++) {
            integers[row * width + i] = values[row];
          }
        }
        return ofIntegers(environment, type, integers, shape);
      }
      case BOOL -> {
        boolean[] booleans = new boolean[rows * width];
        for (int i = 0; i < width; i++) {
          boolean[] values = ((ModelInput.Column.Booleans) columns.get(i)).values();
          for (int row = 0; row < rows; row++) {
            booleans[row * width + i] = values[row];
          }
        }
        return ofBooleans(environment, booleans, shape);
      }
      default -> {
        String[] texts = new String[rows * width];
        for (int i = 0; i < width; i++) {
          String[] values = ((ModelInput.Column.Texts) columns.get(i)).values();
          for (int row = 0; row < rows; row++) {
            texts[row * width + i] = requireText(values[row], columns.get(i), row);
          }
        }
        return OnnxTensor.createTensor(environment, texts, shape);
      }
    }
  }

  /**
   * onnxruntime ends the process on a text that is null. A model's own columns cannot be without
   * one, an endpoint's policy may let it through to here.
   */
  private static String requireText(@Nullable String text, ModelInput.Column column, int row) {
    if (text == null) {
      throw MlflowException.invalidParameter(
          "Column '%s', row %d: expected string, got no value, and the model has no word for none."
              .formatted(column.spec().name(), row));
    }
    return text;
  }

  private static OnnxTensor ofReals(
      OrtEnvironment environment, OnnxJavaType type, double[] reals, long[] shape)
      throws OrtException {
    if (type == OnnxJavaType.DOUBLE) {
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(reals), shape);
    }
    float[] floats = new float[reals.length];
    int width = shape[0] == 0 ? 1 : Math.max(1, reals.length / Math.toIntExact(shape[0]));
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) reals[i];
      if (Float.isInfinite(floats[i])) {
        throw MlflowException.invalidParameter(
            "Row " + i / width + " has a number beyond float32, which the model computes in.");
      }
    }
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
  }

  private static OnnxTensor ofIntegers(
      OrtEnvironment environment, OnnxJavaType type, long[] integers, long[] shape)
      throws OrtException {
    if (type == OnnxJavaType.INT64) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(integers), shape);
    }
    int[] ints = new int[integers.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) integers[i];
    }
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
  }

  private static OnnxTensor ofBooleans(OrtEnvironment environment, boolean[] booleans, long[] shape)
      throws OrtException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(booleans.length);
    for (boolean value : booleans) {
      bytes.put((byte) (value ? 1 : 0));
    }
    bytes.rewind();
    return OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.BOOL);
  }
}
