package dev.millrace.serving.canary;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums up predictions so that two versions can be compared: for each number in a row's prediction
 * its mean and variance, for each text how often it comes. Texts are told apart by 16 classes of
 * their hash, a row's numbers up to the 16th by their place.
 */
public final class Scores {

  private static final int PLACES = 16;
  private static final int CLASSES = 16;
  private static final int FIELDS = 3;

  /** Of each place: rows, sum and sum of squares; then as much of each class of texts. */
  private final double[] sums;

  private int place;

  Scores() {
    this(new double[(PLACES + CLASSES) * FIELDS]);
  }

  private Scores(double[] sums) {
    this.sums = sums;
  }

  static Scores of(double[] sums) {
    Scores scores = new Scores();
    System.arraycopy(sums, 0, scores.sums, 0, Math.min(sums.length, scores.sums.length));
    return scores;
  }

  double[] toArray() {
    return sums.clone();
  }

  void add(Scores other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** Adds the predictions of one answer, as a runtime gives them. */
  void add(Object predictions) {
    if (predictions instanceof Map<?, ?> outputs) {
      int first = 0;
      for (Object output : outputs.values()) {
        first = rows(output, first);
      }
    } else {
      rows(predictions, 0);
    }
  }

  /** Adds the rows of one output, whose numbers begin at that place; the place behind them. */
  private int rows(@Nullable Object rows, int first) {
    int behind = first;
    int length = length(rows);
    if (length < 0) {
      place = first;
      leaf(rows);
      return place;
    }
    for (int i = 0; i < length; i++) {
      place = first;
      row(at(rows, i));
      behind = Math.max(behind, place);
    }
    return behind;
  }

  private void row(@Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      fields.values().forEach(this::row);
      return;
    }
    int length = length(value);
    if (length < 0) {
      leaf(value);
      return;
    }
    for (int i = 0; i < length && place < PLACES; i++) {
      row(at(value, i));
    }
  }

  private void leaf(@Nullable Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      count(place, number.doubleValue());
    } else if (value instanceof Boolean bool) {
      count(place, bool ? 1 : 0);
    } else if (value instanceof String text) {
      int chosen = Math.floorMod(text.hashCode() * 0x9e3779b9, CLASSES);
      for (int i = 0; i < CLASSES; i++) {
        count(PLACES + i, i == chosen ? 1 : 0);
      }
    }
    place++;
  }

  private void count(int where, double value) {
    if (where < PLACES + CLASSES) {
      sums[where * FIELDS]++;
      sums[where * FIELDS + 1] += value;
      sums[where * FIELDS + 2] += value * value;
    }
  }

  private static int length(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.size()
        : value != null && value.getClass().isArray() ? Array.getLength(value) : -1;
  }

  private static @Nullable Object at(@Nullable Object rows, int index) {
    return rows instanceof List<?> list
        ? list.get(index)
        : Array.get(java.util.Objects.requireNonNull(rows), index);
  }

  /**
   * The greatest standardized difference of means: that of the means over the root of the mean
   * variance. Infinite where neither varies and they differ; null where nothing can be compared.
   */
  static @Nullable Double shift(Scores one, Scores other) {
    Double greatest = null;
    for (int where = 0; where < PLACES + CLASSES; where++) {
      int at = where * FIELDS;
      if (one.sums[at] < 2 || other.sums[at] < 2) {
        continue;
      }
      double difference = Math.abs(one.mean(at) - other.mean(at));
      double spread = Math.sqrt((one.variance(at) + other.variance(at)) / 2);
      double scale = Math.max(1, Math.max(Math.abs(one.mean(at)), Math.abs(other.mean(at))));
      double shift =
          difference <= 1e-9 * scale
              ? 0
              : spread == 0 ? Double.POSITIVE_INFINITY : difference / spread;
      greatest = greatest == null ? shift : Math.max(greatest, shift);
    }
    return greatest;
  }

  private double mean(int at) {
    return sums[at + 1] / sums[at];
  }

  private double variance(int at) {
    double mean = mean(at);
    return Math.max(0, sums[at + 2] / sums[at] - mean * mean);
  }
}
