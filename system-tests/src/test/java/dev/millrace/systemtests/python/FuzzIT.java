package dev.millrace.systemtests.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that no honest client sends, made from the API's own description: none ends in a fault
 * of the packaged server's, and each refusal says why. The same requests each time.
 */
class FuzzIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Path SUITE = Path.of("fuzz").toAbsolutePath();

  @Test
  void noRequestEndsInAFaultOfTheServer(@TempDir Path data) throws Exception {
    Path python =
        PythonEnvironment.interpreter(
            Path.of("python").toAbsolutePath(), "../fuzz/requirements.txt");
    try (ServerProcess server = ServerProcess.start(data)) {
      ToolProcess.Result result =
          ToolProcess.run(
              List.of(
                  python.toString(),
                  "-m",
                  "pytest",
                  "-q",
                  "--no-header",
                  "--tb=short",
                  "-p",
                  "no:cacheprovider"),
              SUITE,
              Map.of("MILLRACE_URL", server.url(), "PYTHONDONTWRITEBYTECODE", "1"),
              LIMIT);
      assertThat(result.exitCode()).as("pytest's exit code; what it found is above").isZero();
      assertThat(result.output()).noneMatch(line -> line.contains(" skipped"));
      assertThat(server.output()).doesNotContain(" ERROR ");
    }
  }
}
