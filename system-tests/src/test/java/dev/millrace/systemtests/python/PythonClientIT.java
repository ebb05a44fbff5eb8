package dev.millrace.systemtests.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.python.PytestReport.PythonTest;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the pytest suite of the official MLflow client, in each of the releases that are out there,
 * against one packaged server, and reports each of its tests as one of this build's.
 */
class PythonClientIT {

  private static final Duration SUITE_LIMIT = Duration.ofMinutes(20);

  private static final Path SUITE = Path.of("python").toAbsolutePath();

  private static final Path CLI = Path.of("..", "cli", "target", "millrace.jar").toAbsolutePath();

  @TempDir static Path dataDirectory;

  private static ServerProcess server;
  private static Path spark;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    spark = PythonEnvironment.interpreter(SUITE, "requirements-spark.txt");
    server =
        ServerProcess.launch(
                dataDirectory,
                Map.of(
                    // Those of kept requests wait until an hour of them is written.
                    "MILLRACE_SERVING_REQUEST_LOG_EXPORT_INTERVAL", "1s",
                    // As MLflow's scoring server, beside which endpoints are asked.
                    "MILLRACE_SERVING_PARQUET_BODIES", "true",
                    // uv has a test of its own.
                    "MILLRACE_SERVING_PYTHON_INSTALLER", "pip",
                    // The tests of webhooks have their receivers on loopback.
                    "MILLRACE_WEBHOOKS_ALLOWED_SCHEMES", "http,https",
                    "MILLRACE_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.0/8",
                    // The tests of Python models wait for the first, fill the second, and crash
                    // workers more often than one that is meant to live does.
                    "MILLRACE_SERVING_PYTHON_REQUEST_TIMEOUT", "10s",
                    "MILLRACE_SERVING_PYTHON_MAX_RESTART_PAUSE", "1s",
                    "MILLRACE_SERVING_PYTHON_MAX_MEMORY", "500M"),
                "--grpc-port",
                "0")
            .awaitReady();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> newestClientWorksUnchanged() throws Exception {
    return testsOf("3.17.2", "requirements.txt", List.of());
  }

  @TestFactory
  Stream<DynamicTest> olderClientWorksUnchanged() throws Exception {
    return testsOfOlderClient("3.11.1");
  }

  @TestFactory
  Stream<DynamicTest> clientOfTheLastMajorWorksUnchanged() throws Exception {
    return testsOfOlderClient("2.22.5");
  }

  /** Without what is about the server and not its client: serving, and the queries of the UI. */
  private static Stream<DynamicTest> testsOfOlderClient(String version) throws Exception {
    return testsOf(
        version,
        "requirements-mlflow-" + version + ".txt",
        List.of(
            "--ignore=test_serving.py",
            "--ignore=test_inference.py",
            "--ignore=test_grpc.py",
            "--ignore=test_prediction_tests.py",
            "--ignore=test_data_schemas.py",
            "--ignore=test_xgboost.py",
            "--ignore=test_lightgbm.py",
            "--ignore=test_score.py",
            "--ignore=test_spark.py",
            "--ignore=test_pyfunc.py",
            "--ignore=test_request_export.py",
            "--ignore=test_coercions.py",
            "--ignore=test_graphql.py"));
  }

  private static Stream<DynamicTest> testsOf(
      String version, String requirements, List<String> options) throws Exception {
    Path python = PythonEnvironment.interpreter(SUITE, requirements);
    Path file = Path.of("target", "pytest-mlflow-" + version + ".xml").toAbsolutePath();
    Files.deleteIfExists(file);
    int exitCode = runPytest(python, file, options);
    assertThat(file).as("the report of pytest, which exited with %d", exitCode).exists();
    PytestReport report = PytestReport.read(file);
    assertThat(report.tests()).as("the tests that pytest ran").isNotEmpty();
    String client = "mlflow " + version;
    return Stream.concat(
        report.tests().stream().map(test -> asDynamicTest(client, test)),
        Stream.of(
            DynamicTest.dynamicTest(
                client + " is the client in use",
                () -> assertThat(report.clientVersion()).isEqualTo(version)),
            // Errors outside of any test, as in collecting them, show in the exit code alone.
            DynamicTest.dynamicTest(
                client + " pytest exits with 0", () -> assertThat(exitCode).isZero())));
  }

  private static int runPytest(Path python, Path report, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                python.toString(),
                "-m",
                "pytest",
                "-v",
                "--no-header",
                "--tb=short",
                "-p",
                "no:cacheprovider",
                "--junitxml=" + report));
    command.addAll(options);
    return ToolProcess.run(
            command,
            SUITE,
            Map.of(
                "MILLRACE_URL",
                server.url(),
                "MILLRACE_GRPC_PORT",
                Integer.toString(server.grpcPort()),
                "MILLRACE_JAVA",
                ServerProcess.JAVA,
                "MILLRACE_CLI_JAR",
                CLI.toString(),
                "MILLRACE_SPARK_PYTHON",
                spark.toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "PYTHONUNBUFFERED",
                "1"),
            SUITE_LIMIT)
        .exitCode();
  }

  private static DynamicTest asDynamicTest(String client, PythonTest test) {
    return DynamicTest.dynamicTest(
        client + " " + test.file() + " " + test.name(),
        () -> {
          if (!test.skipReason().isEmpty()) {
            MissingTool.skip(test.skipReason());
          }
          assertThat(test.failure()).isEmpty();
        });
  }
}
