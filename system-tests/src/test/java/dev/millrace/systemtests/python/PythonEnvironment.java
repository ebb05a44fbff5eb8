package dev.millrace.systemtests.python;

import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The Python with the official client that {@code system-tests/python/venv.sh} keeps in the cache.
 */
public final class PythonEnvironment {

  /** What the script exits with when the machine has no Python that would do. */
  private static final int NO_PYTHON = 3;

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

  private PythonEnvironment() {}

  /**
   * The interpreter, after building its environment where that is missing; skips without Python.
   */
  public static Path interpreter(Path suite) throws IOException, InterruptedException {
    ToolProcess.Result result =
        ToolProcess.run(
            List.of("bash", suite.resolve("venv.sh").toString()), suite, Map.of(), BUILD_LIMIT);
    String lastLine =
        result.output().isEmpty() ? "" : result.output().get(result.output().size() - 1);
    if (result.exitCode() == NO_PYTHON) {
      MissingTool.skip("Python end-to-end tests need Python: " + lastLine);
    }
    if (result.exitCode() != 0) {
      throw new AssertionError("The Python environment could not be built: " + lastLine);
    }
    return Path.of(lastLine, "bin", "python");
  }
}
