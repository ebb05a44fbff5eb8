package dev.millrace.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceTest {

  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private static RunRecord record(RunRecord.Code code, List<Metric> metrics) {
    return record(
        code,
        new RunRecord.Environment(
            "python",
            "3.11.4",
            "Linux",
            null,
            List.of(new RunRecord.PackageVersion("numpy", "2.0.0", null)),
            List.of()),
        metrics);
  }

  private static RunRecord record(
      RunRecord.Code code, RunRecord.Environment environment, List<Metric> metrics) {
    return new RunRecord(
        "a1",
        "a run\n$(rm -rf /)",
        "1",
        "e",
        "me",
        RunStatus.FINISHED,
        0,
        1L,
        "active",
        null,
        null,
        null,
        null,
        code,
        environment,
        List.of(),
        List.of(),
        metrics,
        List.of(),
        List.of());
  }

  private static RunRecord.Code code(
      @Nullable String repository, String commit, String entryPoint, List<String> arguments) {
    return new RunRecord.Code(
        repository, commit, "main", false, "LOCAL", entryPoint, "sub", arguments);
  }

  private static RunRecord plain(List<Metric> metrics) {
    return record(code("/repo", COMMIT, "sub/train.py", List.of()), metrics);
  }

  @Test
  void scriptRunsArgumentsAsTheyAreWhateverTheyHold() throws Exception {
    List<String> nasty = List.of("a b", "$(touch pwned)", "it's", "`x`", "", "--x=\"y\"", "a\nb");
    RunRecord record = record(code("/re'po", COMMIT, "sub/train.py", nasty), List.of());
    Recipe recipe = Recipe.of(record, null, List.of());
    new ReproductionFolder(folder).write(record, recipe);
    // Only the last line, with an interpreter that prints what it is given.
    String script = Files.readString(folder.resolve("reproduce.sh"));
    String command = script.substring(script.indexOf("exec "));
    Path bin = Files.createDirectories(folder.resolve("venv/bin"));
    Path printer = Files.writeString(bin.resolve("python"), "#!/bin/sh\nprintf '%s\\0' \"$@\"\n");
    assertThat(printer.toFile().setExecutable(true)).isTrue();
    Process process =
        new ProcessBuilder("bash", "-c", "here=" + folder + "; " + command)
            .directory(folder.toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), "UTF-8");
    assertThat(process.waitFor()).isZero();
    assertThat(printed).isEqualTo("train.py\0" + String.join("\0", nasty) + "\0");
    assertThat(folder.resolve("pwned")).doesNotExist();
    assertThat(script).contains("clone --quiet --no-checkout -- '/re'\\''po'");
    assertThat(folder.resolve("requirements.txt")).hasContent("numpy==2.0.0\n");
    assertThat(folder.resolve("record.json")).content().contains("\"run_id\" : \"a1\"");
    Process check =
        new ProcessBuilder("bash", "-n", folder.resolve("reproduce.sh").toString()).start();
    assertThat(check.waitFor()).isZero();
  }

  @Test
  void recordThatLeadsOutOfTheCheckoutOrIsAnOptionIsRefused() {
    for (RunRecord.Code code :
        List.of(
            code(null, COMMIT, "train.py", List.of()),
            code("--upload-pack=x", COMMIT, "train.py", List.of()),
            code("/repo", "--help", "train.py", List.of()),
            code("/repo", COMMIT, "../train.py", List.of()),
            code("/repo", COMMIT, "/bin/sh", List.of()),
            code("/repo", COMMIT, "-c", List.of()),
            code("/repo", COMMIT, "-m a;b", List.of()))) {
      assertThatThrownBy(() -> Recipe.of(record(code, List.of()), null, List.of()))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(
            Recipe.of(
                    record(code("/r", COMMIT, "-m a.b", List.of("x")), List.of()), null, List.of())
                .command())
        .containsExactly("-m", "a.b", "x");
  }

  @Test
  void scriptOfMlflowsClientIsPythonWhereNobodyToldTheLanguage() {
    RunRecord.Code code = code("/repo", COMMIT, "sub/train.py", List.of());
    RunRecord told = record(code, List.of());
    RunRecord untold =
        record(
            code,
            new RunRecord.Environment(null, null, null, null, List.of(), List.of()),
            List.of());
    assertThat(Recipe.isPython(told)).isTrue();
    assertThat(Recipe.isPython(untold)).isTrue();
    assertThat(ReproductionFolder.script(untold, Recipe.of(untold, null, List.of())))
        .contains("exec \"$here/venv/bin/python\" 'train.py'");
  }

  @Test
  void packagesThatOnlyAModelAsksForBringWhatTheyNeed() {
    List<RunRecord.PackageVersion> packages =
        List.of(new RunRecord.PackageVersion("mlflow", "3.17.2", null));
    RunRecord.TextFile asked =
        new RunRecord.TextFile("model/requirements.txt", "mlflow[extras]==3.17.2 # logged\n");
    RunRecord.Environment ofModel =
        new RunRecord.Environment("python", "3.11.4", null, null, packages, List.of(asked));
    assertThat(Requirements.options(ofModel)).isEmpty();
    RunRecord.Environment installed =
        new RunRecord.Environment(
            "python",
            "3.11.4",
            null,
            null,
            List.of(packages.get(0), new RunRecord.PackageVersion("numpy", "2.0.0", null)),
            List.of(asked));
    assertThat(Requirements.options(installed)).containsExactly("--no-deps");
    assertThat(Requirements.options(plain(List.of()).environment())).containsExactly("--no-deps");
  }

  @Test
  void interpreterOfTheVersionThatRanIsTaken() throws IOException {
    Path other = python("other", "3.10.1");
    Path same = python("same", "3.11.9");
    Path later = python("later", "3.11.4");
    List<String> interpreters =
        Stream.of(folder.resolve("none"), other, same, later).map(Path::toString).toList();
    assertThat(PythonEnvironment.firstOf(PythonEnvironment.series("3.11.4"), interpreters))
        .contains(same.toString());
    assertThat(PythonEnvironment.firstOf("3.1", interpreters)).isEmpty();
  }

  private Path python(String name, String version) throws IOException {
    Path python = Files.writeString(folder.resolve(name), "#!/bin/sh\necho " + version + "\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return python;
  }

  @Test
  void argumentsThatAreNamedTakeThePlaceOfTheRecorded() {
    RunRecord record =
        record(code("/repo", COMMIT, "sub/train.py", List.of("--key", "********")), List.of());
    Recipe named = Recipe.of(record, null, List.of("--key", "k"));
    assertThat(named.command()).containsExactly("train.py", "--key", "k");
    assertThat(named.isAsRecorded(record)).isFalse();
    assertThat(ReproductionFolder.script(record, named))
        .as("a secret that was named stays out of the script")
        .contains("'--key' '********'");
    assertThat(Recipe.of(record, null, List.of()).isAsRecorded(record)).isTrue();
  }

  @Test
  void metricsAreTheSameWithinTheTolerance() {
    List<MetricComparison.Line> lines =
        MetricComparison.compare(
            plain(
                List.of(
                    Metric.of("close", 100, 0, 0),
                    Metric.of("far", 100, 0, 0),
                    Metric.of("gone", 1, 0, 0),
                    Metric.of("nan", Double.NaN, 0, 0),
                    Metric.of("system/cpu", 1, 0, 0))),
            plain(
                List.of(
                    Metric.of("close", 101, 0, 0),
                    Metric.of("far", 103, 0, 0),
                    Metric.of("nan", Double.NaN, 0, 0),
                    Metric.of("new", 1, 0, 0))),
            0.01);
    assertThat(lines)
        .extracting(MetricComparison.Line::key, MetricComparison.Line::within)
        .containsExactly(
            tuple("close", true),
            tuple("far", false),
            tuple("gone", false),
            tuple("nan", true),
            tuple("new", true));
    assertThat(MetricComparison.difference(0, 0)).isZero();
    assertThat(MetricComparison.difference(0.0, -0.0)).isZero();
    assertThat(MetricComparison.difference(1, Double.NaN)).isInfinite();
    assertThat(MetricComparison.difference(Double.MAX_VALUE, -Double.MAX_VALUE)).isEqualTo(2);
  }

  @Test
  void dataIsComparedByItsContent() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "abc");
    DataCheck check = new DataCheck(List.of(folder));
    assertThat(outcome(check, SHA256_OF_ABC, "{\"uri\": \"" + file.toUri() + "\"}"))
        .isEqualTo(DataCheck.Outcome.SAME);
    assertThat(outcome(check, SHA256_OF_ABC, "a.csv")).isEqualTo(DataCheck.Outcome.SAME);
    assertThat(outcome(check, SHA256_OF_ABC, "/elsewhere/a.csv")).isEqualTo(DataCheck.Outcome.SAME);
    Files.writeString(Files.createDirectories(folder.resolve("data/raw")).resolve("b.csv"), "abc");
    assertThat(outcome(check, SHA256_OF_ABC, "file:///elsewhere/repository/data/raw/b.csv"))
        .as("where it is in the checkout, by the longest end of its path")
        .isEqualTo(DataCheck.Outcome.SAME);
    assertThat(outcome(check, SHA256_OF_ABC, "s3://bucket/c.csv"))
        .isEqualTo(DataCheck.Outcome.ABSENT);
    assertThat(outcome(check, null, "a.csv")).isEqualTo(DataCheck.Outcome.UNHASHED);
    Path other =
        Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("a.csv"), "abd");
    assertThat(outcome(check, SHA256_OF_ABC, other.toString()))
        .as("one of the two files is another, and the code may read either")
        .isEqualTo(DataCheck.Outcome.CHANGED);
    Files.writeString(file, "abd");
    assertThat(outcome(check, SHA256_OF_ABC, "a.csv")).isEqualTo(DataCheck.Outcome.CHANGED);
  }

  private static DataCheck.Outcome outcome(
      DataCheck check, @Nullable String sha256, String source) {
    return check
        .check(List.of(new RunRecord.Data("d", "0", sha256, "local", source, null)))
        .get(0)
        .outcome();
  }
}
