package dev.millrace.serving.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.GetQuality.Kind;
import dev.millrace.core.serving.GetQuality.VersionQuality;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what was predicted against what should have been; its memory does not grow with rows. */
final class Tally {

  private static final int MOST_CLASSES = 1_000;

  private long rows;
  private long fractions;
  private long numbers;

  // Of rows whose prediction and truth are numbers.
  private double absolute;
  private double squared;
  private double mean;
  private double spread;

  // As classes.
  private long correct;
  private boolean tooManyClasses;
  private final Map<String, Long> predictedAs = new TreeMap<>();
  private final Map<String, Long> shouldBe = new TreeMap<>();
  private final Map<String, Long> right = new TreeMap<>();

  void add(JsonNode predicted, JsonNode truth) {
    rows++;
    if (predicted.isFloatingPointNumber()) {
      fractions++;
    }
    if (predicted.isNumber() && truth.isNumber()) {
      addNumber(predicted.doubleValue(), truth.doubleValue());
    }
    String was = text(predicted);
    String is = text(truth);
    if (was.equals(is)) {
      correct++;
      count(right, is);
    }
    count(predictedAs, was);
    count(shouldBe, is);
  }

  /**
   * Mean and variance of the truth are kept as Welford does, which loses nothing to large means.
   */
  private void addNumber(double predicted, double truth) {
    numbers++;
    absolute += Math.abs(predicted - truth);
    squared += (predicted - truth) * (predicted - truth);
    double before = truth - mean;
    mean += before / numbers;
    spread += before * (truth - mean);
  }

  private void count(Map<String, Long> classes, String name) {
    if (classes.containsKey(name) || classes.size() < MOST_CLASSES) {
      classes.merge(name, 1L, Long::sum);
    } else {
      tooManyClasses = true;
    }
  }

  /** 2 and 2.0 are one class. */
  private static String text(JsonNode value) {
    if (!value.isNumber()) {
      return value.asText();
    }
    double number = value.doubleValue();
    if (!Double.isFinite(number)) {
      return value.asText();
    }
    BigDecimal exact = value.decimalValue();
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toString();
  }

  VersionQuality of(String version) {
    boolean regression = fractions > 0 && numbers == rows;
    return regression ? regression(version) : classification(version);
  }

  private VersionQuality regression(String version) {
    return new VersionQuality(
        version,
        Kind.REGRESSION,
        rows,
        null,
        null,
        null,
        null,
        absolute / rows,
        Math.sqrt(squared / rows),
        spread > 0 ? 1 - squared / spread : null);
  }

  private VersionQuality classification(String version) {
    Set<String> classes = new HashSet<>(predictedAs.keySet());
    classes.addAll(shouldBe.keySet());
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (String name : classes) {
      double found = right.getOrDefault(name, 0L);
      double p = share(found, predictedAs.getOrDefault(name, 0L));
      double r = share(found, shouldBe.getOrDefault(name, 0L));
      precision += p;
      recall += r;
      f1 += p + r == 0 ? 0 : 2 * p * r / (p + r);
    }
    return new VersionQuality(
        version,
        Kind.CLASSIFICATION,
        rows,
        share(correct, rows),
        mean(precision, classes.size()),
        mean(recall, classes.size()),
        mean(f1, classes.size()),
        null,
        null,
        null);
  }

  private @Nullable Double mean(double sum, int classes) {
    return tooManyClasses ? null : Double.valueOf(sum / classes);
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
