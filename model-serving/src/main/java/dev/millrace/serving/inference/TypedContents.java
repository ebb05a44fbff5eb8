package dev.millrace.serving.inference;

import com.google.protobuf.ByteString;
import dev.millrace.serving.inference.wire.InferTensorContents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of a tensor from the list of its type, and writes them into it. */
final class TypedContents {

  private final String name;
  private final WireType type;
  private final int size;

  TypedContents(String name, WireType type, int size) {
    this.name = name;
    this.type = type;
    this.size = size;
  }

  /**
   * The values, as a {@link dev.millrace.core.signature.SentTensor} has them.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where they are in
   *     another list, are more or less than the shape says, or are none of the type
   */
  Object read(InferTensorContents contents) {
    String field = field();
    if (field == null) {
      throw Refusals.tensor(name, type + " has no typed contents: send raw_input_contents.");
    }
    int held = held(contents);
    if (total(contents) != held) {
      throw Refusals.tensor(name, "values of " + type + " must be in " + field + ".");
    }
    if (held != size) {
      throw Refusals.tensor(
          name, field + " must have the " + size + " values of the shape, got " + held + ".");
    }
    return switch (type) {
      case BOOL -> booleans(contents.getBoolContentsList());
      case FP32 -> floats(contents.getFp32ContentsList());
      case FP64 ->
          contents.getFp64ContentsList().stream().mapToDouble(Double::doubleValue).toArray();
      case BYTES ->
          contents.getBytesContentsList().stream()
              .map(ByteString::toByteArray)
              .toArray(byte[][]::new);
      case UINT8, UINT16, UINT32 ->
          inRange(
              contents.getUintContentsList().stream().mapToLong(Integer::toUnsignedLong).toArray());
      case INT8, INT16, INT32 ->
          inRange(contents.getIntContentsList().stream().mapToLong(Integer::longValue).toArray());
      case UINT64 ->
          inRange(contents.getUint64ContentsList().stream().mapToLong(Long::longValue).toArray());
      default -> contents.getInt64ContentsList().stream().mapToLong(Long::longValue).toArray();
    };
  }

  private long[] inRange(long[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!type.holds(values[i])) {
        throw Refusals.tensor(name, "value " + i + " is out of the range of " + type + ".");
      }
    }
    return values;
  }

  private static boolean[] booleans(List<Boolean> list) {
    boolean[] values = new boolean[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  private static double[] floats(List<Float> list) {
    return list.stream().mapToDouble(Float::doubleValue).toArray();
  }

  private @Nullable String field() {
    return switch (type) {
      case BOOL -> "bool_contents";
      case INT8, INT16, INT32 -> "int_contents";
      case INT64 -> "int64_contents";
      case UINT8, UINT16, UINT32 -> "uint_contents";
      case UINT64 -> "uint64_contents";
      case FP32 -> "fp32_contents";
      case FP64 -> "fp64_contents";
      case BYTES -> "bytes_contents";
      case FP16 -> null;
    };
  }

  private int held(InferTensorContents contents) {
    return switch (type) {
      case BOOL -> contents.getBoolContentsCount();
      case INT8, INT16, INT32 -> contents.getIntContentsCount();
      case INT64 -> contents.getInt64ContentsCount();
      case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
      case UINT64 -> contents.getUint64ContentsCount();
      case FP32 -> contents.getFp32ContentsCount();
      case FP64 -> contents.getFp64ContentsCount();
      case BYTES -> contents.getBytesContentsCount();
      case FP16 -> 0;
    };
  }

  private static int total(InferTensorContents contents) {
    return contents.getBoolContentsCount()
        + contents.getIntContentsCount()
        + contents.getInt64ContentsCount()
        + contents.getUintContentsCount()
        + contents.getUint64ContentsCount()
        + contents.getFp32ContentsCount()
        + contents.getFp64ContentsCount()
        + contents.getBytesContentsCount();
  }

  /** The values of an output; those that are no number stay what they are. */
  static InferTensorContents of(OutputTensor output) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    Object values = output.values();
    if (values instanceof float[] floats) {
      for (float value : floats) {
        contents.addFp32Contents(value);
      }
    } else if (values instanceof double[] doubles) {
      for (double value : doubles) {
        contents.addFp64Contents(value);
      }
    } else if (values instanceof long[] longs) {
      for (long value : longs) {
        contents.addInt64Contents(value);
      }
    } else if (values instanceof boolean[] booleans) {
      for (boolean value : booleans) {
        contents.addBoolContents(value);
      }
    } else {
      for (String value : (String[]) values) {
        contents.addBytesContents(ByteString.copyFromUtf8(value));
      }
    }
    return contents.build();
  }
}
