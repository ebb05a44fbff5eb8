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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the pytest suite of the official MLflow client against the packaged server and reports each
 * of its tests as one of this build's.
 */
class PythonClientIT {

  private static final Duration SUITE_LIMIT = Duration.ofMinutes(20);

  private static final Path SUITE = Path.of("python").toAbsolutePath();
  private static final Path REPORT = Path.of("target", "pytest.xml").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> officialClientWorksUnchanged(@TempDir Path dataDirectory) throws Exception {
    if (!ToolProcess.isInstalled("bash")) {
      MissingTool.skip("Python end-to-end tests need bash on the PATH");
    }
    Path python = PythonEnvironment.interpreter(SUITE);
    Files.deleteIfExists(REPORT);
    int exitCode;
    try (ServerProcess server = ServerProcess.start(dataDirectory)) {
      exitCode = runPytest(python, server);
    }
    List<PythonTest> tests = readReport(exitCode);
    return Stream.concat(
        tests.stream().map(PythonClientIT::asDynamicTest),
        // Errors outside of any test, as in collecting them, show in the exit code alone.
        Stream.of(
            DynamicTest.dynamicTest("pytest exits with 0", () -> assertThat(exitCode).isZero())));
  }

  private static int runPytest(Path python, ServerProcess server)
      throws IOException, InterruptedException {
    return ToolProcess.run(
            List.of(
                python.toString(),
                "-m",
                "pytest",
                "-v",
                "--no-header",
                "--tb=short",
                "-p",
                "no:cacheprovider",
                "--junitxml=" + REPORT),
            SUITE,
            Map.of(
                "MILLRACE_URL", server.url(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONUNBUFFERED", "1"),
            SUITE_LIMIT)
        .exitCode();
  }

  private static List<PythonTest> readReport(int exitCode) throws IOException {
    assertThat(REPORT).as("the report of pytest, which exited with %d", exitCode).exists();
    List<PythonTest> tests = PytestReport.read(REPORT).tests();
    assertThat(tests).as("the tests that pytest ran").isNotEmpty();
    return tests;
  }

  private static DynamicTest asDynamicTest(PythonTest test) {
    return DynamicTest.dynamicTest(
        test.file() + " " + test.name(),
        () -> {
          if (!test.skipReason().isEmpty()) {
            MissingTool.skip(test.skipReason());
          }
          assertThat(test.failure()).isEmpty();
        });
  }
}
