package dev.millrace.serving.runtime.xgboost;

import java.util.Arrays;

/** A growing list of numbers; every float and every int of a file is exact in it. */
final class Numbers {

  private static final int FIRST = 16;

  private final MemoryBudget budget;
  private double[] values = new double[FIRST];
  private int size;

  Numbers(MemoryBudget budget) {
    this.budget = budget;
  }

  void add(double value) {
    if (size == values.length) {
      budget.take(8L * size);
      values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
    }
    values[size++] = value;
  }

  double[] toArray() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
