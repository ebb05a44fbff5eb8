package dev.millrace.core.signature;

import java.util.List;

/**
 * One tensor of a tensor-based signature.
 *
 * @param name empty where the signature's only tensor has no name
 * @param shape one length per dimension, -1 where any length is taken
 */
public record TensorSpec(String name, TensorType type, List<Integer> shape) {

  public TensorSpec {
    shape = List.copyOf(shape);
  }

  String label() {
    return name.isEmpty() ? "The input tensor" : "Tensor '" + name + "'";
  }
}
