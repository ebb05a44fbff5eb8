package dev.millrace.serving.inference;

import dev.millrace.core.error.MlflowException;
import java.util.List;

/** The shape that a tensor is sent with. */
final class TensorShape {

  static final int MAX_DIMENSIONS = 16;

  private TensorShape() {}

  /**
   * The lengths of a tensor's dimensions.
   *
   * @throws MlflowException BAD_REQUEST where they are not 1 to 16 lengths of 0 to 2^31 - 1
   */
  static long[] of(List<Long> lengths) {
    if (lengths.isEmpty()) {
      throw Refusals.request("inputs.shape must have at least one length.");
    }
    boolean fits =
        lengths.size() <= MAX_DIMENSIONS
            && lengths.stream().allMatch(length -> length >= 0 && length <= Integer.MAX_VALUE);
    if (!fits) {
      throw wrong();
    }
    return lengths.stream().mapToLong(Long::longValue).toArray();
  }

  static MlflowException wrong() {
    return Refusals.request(
        "inputs.shape must be a list of up to " + MAX_DIMENSIONS + " lengths of 0 or more.");
  }

  /** How many values a tensor of this shape has. */
  static int size(String name, long[] shape) {
    try {
      long size = 1;
      for (long length : shape) {
        size = Math.multiplyExact(size, length);
      }
      return Math.toIntExact(size);
    } catch (ArithmeticException e) {
      throw Refusals.tensor(name, "its shape has more values than a request can hold.");
    }
  }
}
