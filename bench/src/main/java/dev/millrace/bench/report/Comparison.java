package dev.millrace.bench.report;

import dev.millrace.bench.load.Sample;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One scenario's rounds on both servers. The n-th round of each was driven right after the other's.
 *
 * @param bar the ratio that is asked for
 * @param rounds of each server, in the order they were driven
 */
public record Comparison(
    String name, String title, double bar, List<Sample> mlflow, List<Sample> millrace) {

  public double mlflowRate() {
    return medianRate(mlflow);
  }

  public double millraceRate() {
    return medianRate(millrace);
  }

  /** How many times MLflow's throughput Millrace has; NaN where one was not measured. */
  public double ratio() {
    return millraceRate() / mlflowRate();
  }

  /** The smallest ratio of one pair of rounds. */
  public double lowestRatio() {
    return pairRatios().length == 0 ? Double.NaN : pairRatios()[0];
  }

  /** The largest ratio of one pair of rounds. */
  public double highestRatio() {
    double[] ratios = pairRatios();
    return ratios.length == 0 ? Double.NaN : ratios[ratios.length - 1];
  }

  public long errors() {
    return Sample.pooled(mlflow).errors() + Sample.pooled(millrace).errors();
  }

  private double[] pairRatios() {
    return IntStream.range(0, Math.min(mlflow.size(), millrace.size()))
        .mapToDouble(round -> millrace.get(round).rate() / mlflow.get(round).rate())
        .sorted()
        .toArray();
  }

  private static double medianRate(List<Sample> rounds) {
    double[] rates = rounds.stream().mapToDouble(Sample::rate).sorted().toArray();
    if (rates.length == 0) {
      return Double.NaN;
    }
    int middle = rates.length / 2;
    return rates.length % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
  }
}
