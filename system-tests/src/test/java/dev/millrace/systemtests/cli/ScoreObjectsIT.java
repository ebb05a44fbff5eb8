package dev.millrace.systemtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.ActiveRun;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.Run;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import dev.millrace.testing.MinioProcess;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.UploadObjectArgs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace score} reads its rows from a bucket, and stores what it makes of them there. */
class ScoreObjectsIT {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path CLI = ROOT.resolve("cli/target/millrace.jar");
  private static final Path MODELS =
      ROOT.resolve("model-runtimes/src/test/resources/lightgbm/lightgbm-4.7.0.zip");

  @TempDir Path folder;

  @Test
  void rowsComeFromABucketAndGoToOne() throws Exception {
    try (MinioProcess minio = MinioProcess.start(folder.resolve("minio"));
        MinioClient bucket =
            MinioClient.builder()
                .endpoint(minio.url().toString())
                .credentials(MinioProcess.ACCESS_KEY, MinioProcess.SECRET_KEY)
                .build();
        ServerProcess server = ServerProcess.start(folder.resolve("data"));
        MillraceClient client = MillraceClient.connect(server.url())) {
      register(client);
      bucket.makeBucket(MakeBucketArgs.builder().bucket("lake").build());
      Path rows = folder.resolve("rows.csv");
      Files.writeString(rows, "id,a,b,c,d\n1,1,1,1,1\n2,-1,,0,2.5\n");
      bucket.uploadObject(
          UploadObjectArgs.builder()
              .bucket("lake")
              .object("in/rows.csv")
              .filename(rows.toString())
              .build());
      Path work = Files.createDirectory(folder.resolve("work"));

      ToolProcess.Result done = score(server, minio, work, "s3://lake/in/rows.csv");

      done.assertSucceeded();
      String scored = read(bucket, "out/scored.csv");
      assertThat(scored.lines().toList())
          .hasSize(3)
          .satisfies(
              lines -> {
                assertThat(lines.get(0)).isEqualTo("id,a,b,c,d,prediction");
                assertThat(lines.get(1)).matches("1,1,1,1,1,-?[0-9.E-]+");
                assertThat(lines.get(2)).matches("2,-1,,0,2.5,-?[0-9.E-]+");
              });
      assertThat(work).isEmptyDirectory();
      String experiment = client.experiments().byName("batch-scoring").experimentId();
      List<Run> runs = client.searchRuns(List.of(experiment), null, List.of(), 10);
      assertThat(runs).hasSize(1);
      assertThat(runs.get(0).inputs().datasetInputs())
          .extracting(DatasetInput::dataset)
          .extracting(dataset -> dataset.sourceType() + " " + dataset.source())
          .containsExactlyInAnyOrder(
              "s3 {\"uri\":\"s3://lake/in/rows.csv\"}",
              "s3 {\"uri\":\"s3://lake/out/scored.csv\"}");

      ToolProcess.Result again = score(server, minio, work, "s3://lake/in/rows.csv");
      assertThat(again.exitCode()).isEqualTo(2);
      assertThat(again.output())
          .anySatisfy(
              line -> assertThat(line).contains("s3://lake/out/scored.csv is there already"));
      ToolProcess.Result absent = score(server, minio, work, "s3://lake/in/none.csv", "--restart");
      assertThat(absent.exitCode()).isEqualTo(1);
      assertThat(absent.output())
          .anySatisfy(
              line -> assertThat(line).contains("There is no object s3://lake/in/none.csv"));
    }
  }

  private void register(MillraceClient client) throws Exception {
    Path model = Files.createDirectory(folder.resolve("model"));
    try (FileSystem files = FileSystems.newFileSystem(MODELS)) {
      Files.copy(files.getPath("/named.lgb"), model.resolve("model.lgb"));
    }
    List<String> columns = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      columns.add("{\"name\":\"" + name + "\",\"type\":\"double\",\"required\":false}");
    }
    Files.writeString(
        model.resolve("MLmodel"),
        "flavors:\n  lightgbm: {data: model.lgb, model_class: lightgbm.basic.Booster}\n"
            + "signature:\n  inputs: '"
            + columns
            + "'\n");
    client.registry().ensureModel("boosted");
    try (ActiveRun run = client.startRun("train", "boosted")) {
      run.logArtifact(model);
      client
          .modelVersions()
          .create(
              new CreateModelVersion(
                  "boosted",
                  "runs:/" + run.runId() + "/model",
                  run.runId(),
                  List.of(),
                  null,
                  null,
                  null));
      run.finish();
    }
  }

  private static String read(MinioClient bucket, String object) throws Exception {
    try (InputStream content =
        bucket.getObject(GetObjectArgs.builder().bucket("lake").object(object).build())) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ToolProcess.Result score(
      ServerProcess server, MinioProcess minio, Path work, String input, String... more)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServerProcess.JAVA,
                "-jar",
                CLI.toString(),
                "score",
                "--server=" + server.url(),
                "--model=models:/boosted/1",
                "--input=" + input,
                "--output=s3://lake/out/scored.csv"));
    command.addAll(List.of(more));
    return ToolProcess.run(
        command,
        work,
        Map.of(
            "AWS_ENDPOINT_URL_S3", minio.url().toString(),
            "AWS_ACCESS_KEY_ID", MinioProcess.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", MinioProcess.SECRET_KEY),
        Duration.ofMinutes(2));
  }
}
