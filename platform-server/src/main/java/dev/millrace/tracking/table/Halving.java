package dev.millrace.tracking.table;

import java.util.function.IntPredicate;

/** Finds places in what is sorted. */
final class Halving {

  private Halving() {}

  /**
   * The first number of a range that a test holds for, or the range's end. The test holds for all
   * that follow one it holds for.
   *
   * @param to the end, exclusive
   */
  static int first(int from, int to, IntPredicate test) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (test.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
