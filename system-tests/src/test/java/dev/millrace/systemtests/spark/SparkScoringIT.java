package dev.millrace.systemtests.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.replica.LabelModels;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models of Java's, which the Python tests cannot log: the jar for Spark has all that Tribuo needs.
 */
class SparkScoringIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path SUITE = Path.of("python").toAbsolutePath();
  private static final Path SCRIPT = Path.of("..", "deploy", "spark", "score.sh").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void aTribuoModelScoresOnSpark() throws Exception {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "x,y,note\n1,2,\"a, b\"\n-3,4.5,\n");
    Path scored = folder.resolve("scored.csv");
    try (ServerProcess server = ServerProcess.start(folder.resolve("data"))) {
      String version = new LabelModels(server.url(), folder).register("yes");
      ToolProcess.Result done =
          ToolProcess.run(
              List.of(
                  "bash",
                  SCRIPT.toString(),
                  "--master",
                  "local[2]",
                  "--conf",
                  "spark.ui.enabled=false",
                  "--driver-java-options",
                  "-XX:TieredStopAtLevel=1",
                  "--",
                  "--tracking-uri=" + server.url(),
                  "--model=models:/" + LabelModels.MODEL + "/" + version,
                  "--input=" + rows,
                  "--output=" + scored),
              folder,
              Map.of(
                  "JAVA_HOME", System.getProperty("java.home"),
                  "SPARK_HOME", sparkHome(),
                  "SPARK_LOCAL_IP", "127.0.0.1"),
              LIMIT);
      done.assertSucceeded();
    }
    assertThat(lines(scored))
        .containsExactlyInAnyOrder("x,y,note,prediction", "1,2,\"a, b\",yes", "-3,4.5,,yes");
  }

  private static String sparkHome() throws Exception {
    Path python = PythonEnvironment.interpreter(SUITE, "requirements-spark.txt");
    List<String> said =
        ToolProcess.run(
                List.of(
                    python.toString(),
                    "-c",
                    "import os, pyspark; print(os.path.dirname(pyspark.__file__))"),
                SUITE,
                Map.of(),
                LIMIT)
            .output();
    return said.get(said.size() - 1);
  }

  private static List<String> lines(Path scored) throws Exception {
    List<Path> parts;
    try (Stream<Path> files = Files.list(scored)) {
      parts = files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path part : parts) {
      lines.addAll(Files.readAllLines(part));
    }
    return lines;
  }
}
