package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.Dataset;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandsTest extends CommandTest {

  private static final String BIRDS = "a,b\n1,x\n2,y\n";

  @TempDir Path folder;

  private int data(String... args) {
    List<String> all = new ArrayList<>(List.of("data"));
    all.addAll(List.of(args));
    return millrace(all.toArray(String[]::new));
  }

  private int verify(String... args) {
    List<String> all =
        new ArrayList<>(List.of("verify", "--run=r", "--retry-for=0", "--server=" + url("")));
    all.addAll(List.of(args));
    return data(all.toArray(String[]::new));
  }

  private static Map<String, Object> input(
      Dataset dataset, String type, Map<String, String> source, boolean ours) throws IOException {
    Map<String, Object> described =
        Map.of(
            "name",
            dataset.name(),
            "digest",
            ours ? dataset.digest() : "1a2b3c4d",
            "source_type",
            type,
            "source",
            MlflowJson.mapper().writeValueAsString(source));
    List<Map<String, String>> tags =
        ours
            ? List.of(
                Map.of("key", Dataset.SHA256_TAG, "value", dataset.sha256()),
                Map.of("key", Dataset.ORDERED_TAG, "value", dataset.table().orderedHash()),
                Map.of("key", Dataset.UNORDERED_TAG, "value", dataset.table().unorderedHash()))
            : List.of();
    return Map.of("dataset", described, "tags", tags);
  }

  private void runHas(List<Map<String, Object>> inputs) throws IOException {
    Map<String, Object> info =
        Map.of(
            "run_id",
            "r",
            "run_name",
            "n",
            "experiment_id",
            "1",
            "user_id",
            "u",
            "status",
            "RUNNING",
            "start_time",
            1,
            "artifact_uri",
            "mlflow-artifacts:/1/r/artifacts",
            "lifecycle_stage",
            "active");
    answer(
        "/api/2.0/mlflow/runs/get",
        200,
        MlflowJson.mapper()
            .writeValueAsString(
                Map.of(
                    "run",
                    Map.of(
                        "info",
                        info,
                        "data",
                        Map.of(),
                        "inputs",
                        Map.of("dataset_inputs", inputs)))));
  }

  private Path birds() throws IOException {
    return Files.writeString(folder.resolve("birds.csv"), BIRDS);
  }

  @Test
  void tablesAndOtherFilesAreHashed() throws IOException {
    Path other = Files.writeString(folder.resolve("x.bin"), "abc");
    assertThat(data("hash", birds().toString(), other.toString())).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines())
        .anySatisfy(line -> assertThat(line).matches(".*birds.csv +digest +[0-9a-f]{32}"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("  ")
                    .endsWith(
                        "ordered    303ffc7719010288e57ea09a4ed6d1796dd9cd7e2be193713d27ffcddd49a6dd"))
        .anySatisfy(line -> assertThat(line).matches(".* rows +2"))
        .anySatisfy(line -> assertThat(line).contains("x.bin", "ba7816bf8f01cfea414140de5dae2223"));
  }

  @Test
  void hashesAreJsonForPrograms() throws IOException {
    assertThat(data("hash", "-o", "json", birds().toString())).isEqualTo(ExitCode.DONE);
    assertThat(MlflowJson.mapper().readTree(out.toString()).at("/files/0/rows").asInt())
        .isEqualTo(2);
  }

  @Test
  void profileTellsOfEachColumnWhatItsValuesLookLike() throws IOException {
    Path file =
        Files.writeString(folder.resolve("mass.csv"), "name,mass\nx,1\ny,2\nz,3\nz,4\nw,\n");
    assertThat(data("hash", "--profile", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "COLUMN TYPE VALUES MISSING DIFFERENT LEAST 25 % 50 % 75 % GREATEST MEAN STDDEV",
            "name string 5 0 4 - - - - - - -",
            "mass long 4 1 4 1.00000 1.00000 2.00000 3.00000 4.00000 2.50000 1.11803");
    out.getBuffer().setLength(0);
    assertThat(data("hash", "--profile", "-o", "json", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(MlflowJson.mapper().readTree(out.toString()).at("/files/0/columns/1/mean"))
        .hasToString("2.5");
  }

  @Test
  void brokenFileIsNamedWithItsLineAndTheOthersAreHashed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.csv"), "a,b\n1,2\n3\n");
    assertThat(data("hash", broken.toString(), birds().toString(), folder + "/none.csv"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("broken.csv, line 3: It has 1 fields where the header has 2.", "none.csv");
    assertThat(out.toString()).contains("birds.csv").doesNotContain("broken.csv");
  }

  @Test
  void dataThatIsAsItWasIsUnchanged() throws IOException {
    Path file = birds();
    Dataset dataset = Dataset.ofCsv(file);
    runHas(
        List.of(
            input(dataset, "local", Map.of("uri", dataset.source()), true),
            input(dataset.named("by path"), "local", Map.of("uri", file.toString()), true),
            input(dataset.named("frame"), "local", Map.of("uri", file.toString()), false)));
    assertThat(verify()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines())
        .anySatisfy(line -> assertThat(line).startsWith("birds ").contains(" unchanged "))
        .anySatisfy(line -> assertThat(line).startsWith("by path ").contains(" unchanged "))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("frame ")
                    .contains(" not checked ", "1a2b3c4d", "pandas"));
  }

  @Test
  void dataThatChangedSaysHow() throws IOException {
    Dataset dataset = Dataset.ofCsv(birds());
    runHas(List.of(input(dataset, "local", Map.of("uri", dataset.source()), true)));
    Map<String, String> changes =
        Map.of(
            BIRDS.replace("\n", "\r\n"),
            "the same and in the same order",
            "a,b\n2,y\n1,x\n",
            "the same in another order",
            "a,b\n1,x\n2,z\n",
            "the rows differ",
            "a,b\n1\n",
            "no table any more");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      Path file = Files.writeString(folder.resolve("birds.csv"), change.getKey());
      out.getBuffer().setLength(0);
      assertThat(verify()).isEqualTo(ExitCode.CONFLICT);
      assertThat(out.toString())
          .contains(" changed ", dataset.digest(), change.getValue())
          .contains(String.valueOf(Dataset.ofFile(file).digest()));
    }
  }

  @Test
  void fileThatMovedIsFoundBelowTheRoot() throws IOException {
    Dataset dataset = Dataset.ofCsv(birds());
    runHas(List.of(input(dataset, "local", Map.of("uri", "/gone/data/raw/birds.csv"), true)));
    assertThat(verify()).isEqualTo(ExitCode.CONFLICT);
    assertThat(out.toString()).contains(" missing ");
    Path root = Files.createDirectories(folder.resolve("new/data/raw")).getParent().getParent();
    Files.writeString(root.resolve("data/raw/birds.csv"), BIRDS);
    Files.writeString(root.resolve("birds.csv"), "another\n");
    assertThat(verify("--root", root.toString())).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains(" unchanged ", "new/data/raw/birds.csv");
  }

  @Test
  void urlIsReadOnlyWhenItIsAskedFor() throws IOException {
    answer("/birds.csv", 200, BIRDS);
    answer("/busy.csv", 503, "");
    Dataset dataset = Dataset.ofCsv(birds());
    runHas(List.of(input(dataset, "http", Map.of("url", url("/birds.csv")), true)));
    assertThat(verify()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains(" not checked ");
    assertThat(verify("--fetch")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains(" unchanged ");
  }

  @Test
  void sourceThatDoesNotAnswerIsUnreachable() throws IOException {
    answer("/busy.csv", 503, "");
    Dataset dataset = Dataset.ofCsv(birds());
    runHas(List.of(input(dataset, "http", Map.of("url", url("/busy.csv")), true)));
    assertThat(verify("--fetch")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(out.toString()).contains(" unreachable ", "HTTP 503");
  }

  @Test
  void reportIsThreeTables() {
    answer(
        "/api/millrace/v1/runs/r/data-report",
        200,
        """
        {"run_id":"r","complete":true,
         "inputs":[{"name":"birds","digest":"d1","context":"training","rows":1000,"distinct_rows":990},
          {"name":"frame","digest":"d3","context":"test","missing":"It has no sketch."}],
         "overlaps":[{"training":"birds","training_digest":"d1","evaluation":"late","evaluation_digest":"d2",
          "evaluation_context":"test","shared_rows":50,"at_least":45,"at_most":55,
          "evaluation_share":0.25,"level":"LEAK"}],
         "drifts":[{"column":"mass","training":"birds","evaluation":"late","evaluation_context":"test",
          "ks":0.5,"psi":1.5,"mean_shift":2.0,"null_share_change":0.0,"level":"STRONG"}]}""");
    assertThat(data("report", "--run=r", "--retry-for=0", "--server=" + url("")))
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString())
        .contains("no sketch", "late (test)", "45 and 55", "25.0 %", "leak", "mass", "strong");
  }
}
