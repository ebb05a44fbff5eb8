package dev.millrace.core.data;

import dev.millrace.core.data.DataReport.DriftLevel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How a column of the evaluation data, or of what a model is asked, differs from that of the
 * training data. A level takes both a difference that matters and one that is larger than chance
 * makes it between samples of these sizes (in one of a thousand columns).
 *
 * @param ks Kolmogorov-Smirnov distance, from 0 to 1; absent, as the next two, where the column is
 *     not of numbers in both
 * @param psi population stability index over the tenths of the training data
 * @param meanShift difference of the means in standard deviations of the training data
 * @param nullShareChange share of rows without a value here less that share there
 */
public record ColumnDrift(
    @Nullable Double ks,
    @Nullable Double psi,
    @Nullable Double meanShift,
    double nullShareChange,
    DriftLevel level) {

  private static final int LAST = ColumnProfile.QUANTILES - 1;
  private static final int BINS = 10;

  /** What an empty bin counts for: the logarithm of nothing is none. */
  private static final double SMALLEST_SHARE = 1e-4;

  private static final double SOME_KS = 0.1;
  private static final double STRONG_KS = 0.2;
  private static final double SOME_PSI = 0.1;
  private static final double STRONG_PSI = 0.25;
  private static final double SOME_NULLS = 0.05;
  private static final double STRONG_NULLS = 0.2;

  /** Times the square root of (n + m) / nm it is the distance that chance passes in 0.1 %. */
  private static final double CHANCE_KS = 1.95;

  private static final double CHANCE_SHARE = 3.3;

  /** Quantiles are a hundred steps, each up to a hundredth off, and sketched besides. */
  private static final double STEP = 0.03;

  /** Both profiles have {@code count} and {@code nulls}, and all quantiles or none. */
  public static ColumnDrift of(ColumnProfile training, ColumnProfile evaluation) {
    double nulls = nullShare(evaluation) - nullShare(training);
    boolean nullsBeyondChance = Math.abs(nulls) > nullsByChance(training, evaluation);
    boolean some = nullsBeyondChance && Math.abs(nulls) >= SOME_NULLS;
    boolean strong = nullsBeyondChance && Math.abs(nulls) >= STRONG_NULLS;
    if (training.quantiles().isEmpty() || evaluation.quantiles().isEmpty()) {
      return new ColumnDrift(null, null, null, nulls, level(some, strong));
    }
    double ks = ks(training.quantiles(), evaluation.quantiles());
    double psi = psi(training.quantiles(), evaluation.quantiles());
    double chance = CHANCE_KS * Math.sqrt(1.0 / count(training) + 1.0 / count(evaluation)) + STEP;
    if (ks > chance) {
      some |= ks >= SOME_KS || psi >= SOME_PSI;
      strong |= ks >= STRONG_KS || psi >= STRONG_PSI;
    }
    return new ColumnDrift(ks, psi, shift(training, evaluation), nulls, level(some, strong));
  }

  /**
   * The population stability index of categories, from how often each came: that of {@code actual}
   * against {@code expected}. Neither is empty.
   */
  public static double psi(Map<String, Long> expected, Map<String, Long> actual) {
    double before = sum(expected);
    double now = sum(actual);
    Set<String> names = new HashSet<>(expected.keySet());
    names.addAll(actual.keySet());
    return names.stream()
        .mapToDouble(
            name ->
                psiTerm(
                    expected.getOrDefault(name, 0L) / before, actual.getOrDefault(name, 0L) / now))
        .sum();
  }

  private static double sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a population stability index says by itself. */
  public static DriftLevel level(double psi) {
    return level(psi >= SOME_PSI, psi >= STRONG_PSI);
  }

  /** What columns are sorted by: the part of its threshold that each measure reaches. */
  public double strength() {
    return DoubleStream.of(
            ks == null ? 0 : ks / STRONG_KS,
            psi == null ? 0 : psi / STRONG_PSI,
            Math.abs(nullShareChange) / STRONG_NULLS)
        .max()
        .orElse(0);
  }

  private static DriftLevel level(boolean some, boolean strong) {
    return strong ? DriftLevel.STRONG : some ? DriftLevel.SOME : DriftLevel.NONE;
  }

  private static double ks(List<Double> training, List<Double> evaluation) {
    return DoubleStream.concat(
            training.stream().mapToDouble(Double::doubleValue),
            evaluation.stream().mapToDouble(Double::doubleValue))
        .map(x -> Math.abs(share(training, x) - share(evaluation, x)))
        .max()
        .orElse(0);
  }

  private static double psi(List<Double> training, List<Double> evaluation) {
    double psi = 0;
    double expectedBelow = 0;
    double actualBelow = 0;
    double edge = Double.NEGATIVE_INFINITY;
    for (int bin = 1; bin <= BINS; bin++) {
      double next = bin == BINS ? Double.POSITIVE_INFINITY : training.get(bin * LAST / BINS);
      // Where a value is frequent several edges lie on it: they make one bin.
      if (next > edge) {
        double expected = share(training, next);
        double actual = share(evaluation, next);
        psi += psiTerm(expected - expectedBelow, actual - actualBelow);
        expectedBelow = expected;
        actualBelow = actual;
        edge = next;
      }
    }
    return psi;
  }

  /** What a bin with these shares of the values adds to the index. */
  private static double psiTerm(double expectedShare, double actualShare) {
    double expected = Math.max(SMALLEST_SHARE, expectedShare);
    double actual = Math.max(SMALLEST_SHARE, actualShare);
    return (actual - expected) * Math.log(actual / expected);
  }

  /** The share of values that are not above one, from the quantiles. */
  private static double share(List<Double> quantiles, double value) {
    int low = 0;
    int high = quantiles.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (quantiles.get(middle) <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : (low - 1) / (double) LAST;
  }

  private static @Nullable Double shift(ColumnProfile training, ColumnProfile evaluation) {
    if (training.mean() == null
        || evaluation.mean() == null
        || training.stddev() == null
        || training.stddev() == 0) {
      return null;
    }
    double shift = (evaluation.mean() - training.mean()) / training.stddev();
    return Double.isFinite(shift) ? shift : null;
  }

  private static double nullsByChance(ColumnProfile training, ColumnProfile evaluation) {
    double n = Math.max(1, rows(training));
    double m = Math.max(1, rows(evaluation));
    double share = (nulls(training) + nulls(evaluation)) / (n + m);
    return CHANCE_SHARE * Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
  }

  private static double nullShare(ColumnProfile column) {
    double rows = rows(column);
    return rows == 0 ? 0 : nulls(column) / rows;
  }

  private static double rows(ColumnProfile column) {
    return count(column) + nulls(column);
  }

  private static double count(ColumnProfile column) {
    return Objects.requireNonNull(column.count());
  }

  private static double nulls(ColumnProfile column) {
    return Objects.requireNonNull(column.nulls());
  }
}
