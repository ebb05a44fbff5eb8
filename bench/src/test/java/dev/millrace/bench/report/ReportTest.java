package dev.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.bench.load.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private final Comparison createRun =
      new Comparison(
          "create-run",
          "create run",
          20,
          List.of(round(100), round(120), round(110)),
          List.of(round(2200), round(2400), round(3300)));

  private final Report report =
      new Report(Map.of("machine", "a test's"), List.of(createRun), List.of());

  @Test
  void ratioIsThatOfTheMediansWithTheSpreadOfThePairs() {
    assertThat(createRun.ratio()).isEqualTo(2400.0 / 110);
    assertThat(createRun.lowestRatio()).isEqualTo(20);
    assertThat(createRun.highestRatio()).isEqualTo(30);
    assertThat(report.markdown())
        .contains("| create run | 110 | 2,400 | **21.8×** (20.0 … 30.0) | ≥ 20× |")
        .contains("- machine: a test's");
  }

  @Test
  void serverThatWasNotMeasuredLeavesGaps() {
    Comparison alone = new Comparison("x", "x", 1, List.of(), List.of(round(50)));

    assertThat(new Report(Map.of(), List.of(alone), List.of()).markdown())
        .contains("| x | – | 50.0 | – | ≥ 1× | – |");
  }

  @Test
  void documentKeepsItsWordsAroundTheTable(@TempDir Path directory) throws IOException {
    Path document = directory.resolve("performance.md");
    Files.writeString(
        document, "# Before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n");

    new Document(document).replace("bench", report.markdown());
    new Document(document).replace("bench", report.markdown());

    assertThat(Files.readString(document))
        .startsWith("# Before\n<!-- bench: begin -->\n| operation |")
        .endsWith("<!-- bench: end -->\nafter\n")
        .doesNotContain("old")
        .containsOnlyOnce("create run");
  }

  @Test
  void documentWithoutMarksIsLeftAlone(@TempDir Path directory) throws IOException {
    Path document = Files.writeString(directory.resolve("other.md"), "# Other\n");

    assertThatThrownBy(() -> new Document(document).replace("bench", "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lacks the marks");
    assertThat(document).hasContent("# Other\n");
  }

  @Test
  void jsonHoldsEveryRound(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("results.json");

    report.writeJson(file);

    var operation = new ObjectMapper().readTree(file.toFile()).at("/operations/0");
    assertThat(operation.get("name").asText()).isEqualTo("create-run");
    assertThat(operation.get("millrace")).hasSize(3);
    assertThat(operation.at("/millrace/1/rate").asDouble()).isEqualTo(2400);
  }

  private static Sample round(int rate) {
    return new Sample(1, new long[rate], 0, null);
  }
}
