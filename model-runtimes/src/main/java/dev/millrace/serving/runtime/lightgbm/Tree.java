package dev.millrace.serving.runtime.lightgbm;

/**
 * A tree. A child of 0 or more is a node, one below is the leaf {@code ~child}.
 *
 * <p>Source: LightGBM's {@code include/LightGBM/tree.h} (4.x): which way missing values, zeros and
 * categories go.
 */
final class Tree {

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_SHIFT = 2;
  private static final int MISSING_MASK = 3;
  private static final int MISSING_IS_ZERO = 1;
  private static final int MISSING_IS_NAN = 2;

  /** What counts as zero: LightGBM's own bound, which is a 32-bit float there. */
  private static final double ZERO = 1e-35f;

  private final int[] feature;
  private final double[] threshold;
  private final int[] decision;
  private final int[] left;
  private final int[] right;
  private final double[] leaves;
  private final int[] categoryStarts;
  private final int[] categories;

  /**
   * @param threshold of a split by category, its number
   * @param categoryStarts where the words of each split by category begin, and the end of the last
   * @param categories 32 to a word: those that go left
   */
  Tree(
      int[] feature,
      double[] threshold,
      int[] decision,
      int[] left,
      int[] right,
      double[] leaves,
      int[] categoryStarts,
      int[] categories) {
    this.feature = feature;
    this.threshold = threshold;
    this.decision = decision;
    this.left = left;
    this.right = right;
    this.leaves = leaves;
    this.categoryStarts = categoryStarts;
    this.categories = categories;
  }

  double predict(double[] row) {
    int node = feature.length == 0 ? -1 : 0;
    while (node >= 0) {
      double value = row[feature[node]];
      boolean goesLeft =
          (decision[node] & CATEGORICAL) != 0
              ? isCategoryLeft(value, (int) threshold[node])
              : isNumberLeft(value, node);
      node = goesLeft ? left[node] : right[node];
    }
    return leaves[~node];
  }

  private boolean isNumberLeft(double sent, int node) {
    int missing = decision[node] >> MISSING_SHIFT & MISSING_MASK;
    double value = Double.isNaN(sent) && missing != MISSING_IS_NAN ? 0 : sent;
    boolean isMissing =
        (missing == MISSING_IS_ZERO && value >= -ZERO && value <= ZERO)
            || (missing == MISSING_IS_NAN && Double.isNaN(value));
    return isMissing ? (decision[node] & DEFAULT_LEFT) != 0 : value <= threshold[node];
  }

  private boolean isCategoryLeft(double value, int split) {
    // A NaN goes right, and so does what no category can be.
    int category = Double.isNaN(value) ? -1 : (int) value;
    if (category < 0) {
      return false;
    }
    int word = categoryStarts[split] + (category >> 5);
    return word < categoryStarts[split + 1] && (categories[word] >> (category & 31) & 1) != 0;
  }
}
