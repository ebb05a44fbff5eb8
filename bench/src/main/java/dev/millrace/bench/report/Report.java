package dev.millrace.bench.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.bench.load.Sample;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that one run of the bench found, and under which conditions.
 *
 * @param conditions what the numbers depend on, by name: date, machine, command, load, database
 * @param facts what was found beside the rates
 */
public record Report(
    Map<String, String> conditions, List<Comparison> comparisons, List<Fact> facts) {

  /** A table for people, with the conditions under it. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        | operation | MLflow /s | Millrace /s | ratio (lowest … highest pair) | asked | MLflow p50 / p99 ms | Millrace p50 / p99 ms | errors |
        |---|---:|---:|---:|---:|---:|---:|---:|
        """);
    for (Comparison comparison : comparisons) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s | %d |\n"
              .formatted(
                  comparison.title(),
                  rate(comparison.mlflowRate()),
                  rate(comparison.millraceRate()),
                  ratio(comparison),
                  String.format(Locale.ROOT, "≥ %.0f×", comparison.bar()),
                  latencies(comparison.mlflow()),
                  latencies(comparison.millrace()),
                  comparison.errors()));
    }
    if (!facts.isEmpty()) {
      text.append("\n| | MLflow | Millrace | |\n|---|---:|---:|---|\n");
      facts.forEach(
          fact ->
              text.append(
                  "| %s | %s | %s | %s |\n"
                      .formatted(fact.title(), fact.mlflow(), fact.millrace(), fact.relation())));
    }
    text.append('\n');
    conditions.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /** The same for programs, every round with its own numbers. */
  public void writeJson(Path file) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("conditions", conditions);
    json.put("facts", facts);
    json.put(
        "operations",
        comparisons.stream()
            .map(
                comparison -> {
                  Map<String, Object> operation = new LinkedHashMap<>();
                  operation.put("name", comparison.name());
                  operation.put("ratio", comparison.ratio());
                  operation.put("mlflow", comparison.mlflow().stream().map(Report::round).toList());
                  operation.put(
                      "millrace", comparison.millrace().stream().map(Report::round).toList());
                  return operation;
                })
            .toList());
    Files.write(
        file,
        MlflowJson.mapper()
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(json));
  }

  private static Map<String, Object> round(Sample sample) {
    Map<String, Object> round = new LinkedHashMap<>();
    round.put("seconds", sample.seconds());
    round.put("operations", sample.latencyNanos().length);
    round.put("rate", sample.rate());
    round.put("p50_ms", sample.latencyMillis(0.5));
    round.put("p99_ms", sample.latencyMillis(0.99));
    round.put("errors", sample.errors());
    if (sample.firstError() != null) {
      round.put("first_error", sample.firstError());
    }
    return round;
  }

  private static String rate(double value) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
  }

  private static String ratio(Comparison comparison) {
    return Double.isNaN(comparison.ratio())
        ? "–"
        : String.format(
            Locale.ROOT,
            "**%.1f×** (%.1f … %.1f)",
            comparison.ratio(),
            comparison.lowestRatio(),
            comparison.highestRatio());
  }

  private static String latencies(List<Sample> rounds) {
    if (rounds.isEmpty()) {
      return "–";
    }
    Sample pooled = Sample.pooled(rounds);
    return String.format(
        Locale.ROOT, "%.1f / %.1f", pooled.latencyMillis(0.5), pooled.latencyMillis(0.99));
  }
}
