package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import dev.millrace.serving.runtime.UnservableModelException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree in flat arrays, depth first: the left child of a node is the one after it.
 *
 * <p>A row goes left where its value is less than the threshold, or is not among the categories of
 * the node; a missing value goes where the node says.
 */
final class Tree {

  private static final long[] NUMERIC = {};

  /** Of a node: twice its feature, plus one where missing values go left; less than 0: a leaf. */
  private final int[] splits;

  /** The threshold, or the value of a leaf. */
  private final float[] values;

  private final int[] rights;

  /**
   * For each node the bits of the categories that go right, or NUMERIC; null where every node is
   * that.
   */
  private final long @Nullable [][] categories;

  private final int largestFeature;

  private Tree(
      int[] splits,
      float[] values,
      int[] rights,
      long @Nullable [][] categories,
      int largestFeature) {
    this.splits = splits;
    this.values = values;
    this.rights = rights;
    this.categories = categories;
    this.largestFeature = largestFeature;
  }

  /**
   * Reads a tree and checks every link.
   *
   * @throws UnservableModelException where it is damaged or of a kind that is not served
   */
  static Tree of(Fields fields, MemoryBudget budget) {
    return new Builder(fields, budget).build();
  }

  int largestFeature() {
    return largestFeature;
  }

  long bytes() {
    long bytes = 96L + 12L * splits.length;
    if (categories != null) {
      for (long[] bits : categories) {
        bytes += 8L + 8L * bits.length;
      }
    }
    return bytes;
  }

  /** The value of the leaf that the row falls into. */
  float leaf(float[] row) {
    if (categories != null) {
      return leaf(row, categories);
    }
    int node = 0;
    int split = splits[0];
    while (split >= 0) {
      float value = row[split >> 1];
      boolean left = value < values[node] || (Float.isNaN(value) && (split & 1) != 0);
      node = left ? node + 1 : rights[node];
      split = splits[node];
    }
    return values[node];
  }

  private float leaf(float[] row, long[][] categories) {
    int node = 0;
    int split = splits[0];
    while (split >= 0) {
      float value = row[split >> 1];
      boolean left;
      if (Float.isNaN(value)) {
        left = (split & 1) != 0;
      } else {
        long[] bits = categories[node];
        left = bits == NUMERIC ? value < values[node] : !contains(bits, value);
      }
      node = left ? node + 1 : rights[node];
      split = splits[node];
    }
    return values[node];
  }

  private static boolean contains(long[] bits, float category) {
    if (category < 0 || category >= bits.length * 64f) {
      return false;
    }
    int bit = (int) category;
    return (bits[bit >> 6] & 1L << bit) != 0;
  }

  private static final class Builder {

    private static final int MOST_NODES = 1 << 28;

    /** XGBoost's own bound: categories are kept as floats. */
    private static final int MOST_CATEGORIES = 1 << 24;

    private static final int MOST_FEATURES = 1 << 28;

    private final Fields fields;
    private final MemoryBudget budget;
    private final double[] left;
    private final double[] right;
    private final double[] features;
    private final double[] conditions;
    private final double[] defaultLeft;
    private final long @Nullable [][] bits;
    private int largestFeature = -1;

    Builder(Fields fields, MemoryBudget budget) {
      this.fields = fields;
      this.budget = budget;
      Fields param = fields.object("tree_param");
      // Before 2.0 a leaf of one value had size 0.
      if (param.integer("size_leaf_vector", 0, Integer.MAX_VALUE, 0) > 1) {
        throw new UnservableModelException(
            "XGBoost models with vectors for leaves (multi_strategy: multi_output_tree) are not"
                + " served; one_output_per_tree is.");
      }
      int count = param.integer("num_nodes", 1, MOST_NODES);
      left = fields.numbers("left_children", count);
      right = fields.numbers("right_children", count);
      features = fields.numbers("split_indices", count);
      conditions = fields.numbers("split_conditions", count);
      defaultLeft = fields.numbers("default_left", count);
      bits = categories(count);
    }

    Tree build() {
      int count = left.length;
      int[] splits = new int[count];
      float[] values = new float[count];
      int[] rights = new int[count];
      long @Nullable [][] categories = bits == null ? null : new long[count][];
      // Right children that are still to be placed, and the node that waits for each.
      int[] pending = new int[count];
      int[] parents = new int[count];
      int waiting = 0;
      int size = 0;
      int node = 0;
      while (true) {
        if (size == count) {
          throw damaged("a tree's nodes form a circle", null);
        }
        int at = size++;
        values[at] = (float) conditions[node];
        if (categories != null && bits != null) {
          categories[at] = bits[node];
        }
        if (left[node] != -1 || right[node] != -1) {
          splits[at] = split(node);
          pending[waiting] = child(right[node]);
          parents[waiting++] = at;
          node = child(left[node]);
          continue;
        }
        if (!Float.isFinite(values[at])) {
          throw damaged("a leaf is no number", null);
        }
        splits[at] = -1;
        if (waiting == 0) {
          break;
        }
        node = pending[--waiting];
        rights[parents[waiting]] = size;
      }
      return new Tree(
          Arrays.copyOf(splits, size),
          Arrays.copyOf(values, size),
          Arrays.copyOf(rights, size),
          categories == null ? null : Arrays.copyOf(categories, size),
          largestFeature);
    }

    private int split(int node) {
      double feature = features[node];
      // A split by categories has no threshold.
      boolean splits = bits != null && bits[node] != NUMERIC || !Double.isNaN(conditions[node]);
      if (!(feature >= 0 && feature <= MOST_FEATURES) || !splits) {
        throw damaged("a tree splits on nothing", null);
      }
      largestFeature = Math.max(largestFeature, (int) feature);
      return (int) feature << 1 | (defaultLeft[node] != 0 ? 1 : 0);
    }

    private int child(double index) {
      if (!(index >= 1 && index < left.length) || index != Math.rint(index)) {
        throw damaged("a tree's node has a child that is not in the tree", null);
      }
      return (int) index;
    }

    private long @Nullable [][] categories(int count) {
      double[] nodes =
          fields.has("categories_nodes") ? fields.numbers("categories_nodes") : new double[0];
      if (nodes.length == 0) {
        return null;
      }
      double[] segments = fields.numbers("categories_segments", nodes.length);
      double[] sizes = fields.numbers("categories_sizes", nodes.length);
      double[] categories = fields.numbers("categories");
      long[][] bitsOfNode = new long[count][];
      Arrays.fill(bitsOfNode, NUMERIC);
      for (int i = 0; i < nodes.length; i++) {
        double node = nodes[i];
        double end = segments[i] + sizes[i];
        if (!(node >= 0 && node < count)
            || !(segments[i] >= 0 && sizes[i] >= 0 && end <= categories.length)) {
          throw damaged("a tree's categories are out of range", null);
        }
        bitsOfNode[(int) node] = bits(categories, (int) segments[i], (int) end);
      }
      return bitsOfNode;
    }

    private long[] bits(double[] categories, int from, int to) {
      double largest = 0;
      for (int i = from; i < to; i++) {
        if (!(categories[i] >= 0 && categories[i] < MOST_CATEGORIES)) {
          throw damaged("a tree's categories are out of range", null);
        }
        largest = Math.max(largest, categories[i]);
      }
      int words = (int) largest / 64 + 1;
      budget.take(8L * words);
      long[] bits = new long[words];
      for (int i = from; i < to; i++) {
        bits[(int) categories[i] >> 6] |= 1L << (int) categories[i];
      }
      return bits;
    }
  }
}
