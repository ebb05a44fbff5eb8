package dev.millrace.systemtests.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments of Python models, made by the real uv: the other tests make theirs by pip. */
class UvIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path SUITE = Path.of("python").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void aModelIsServedAndAConflictIsToldInUvsWords() throws Exception {
    Path python = PythonEnvironment.interpreter(SUITE, "requirements.txt");
    Path uv = PythonEnvironment.interpreter(SUITE, "requirements-uv.txt").resolveSibling("uv");
    // Alone: beside it is a Python that models are not to run in.
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("uv"), uv);
    try (ServerProcess server =
        ServerProcess.launch(
                folder.resolve("data"),
                Map.of(
                    "MILLRACE_SERVING_PYTHON_INSTALLER",
                    "uv",
                    "MILLRACE_SERVING_PYTHON_PATH",
                    bin + File.pathSeparator + System.getenv("PATH")))
            .awaitReady()) {
      ToolProcess.Result result =
          ToolProcess.run(
              List.of(
                  python.toString(),
                  "-m",
                  "pytest",
                  "-v",
                  "--no-header",
                  "--tb=short",
                  "-p",
                  "no:cacheprovider",
                  "test_pyfunc.py::test_pickled_model_answers_what_it_answers_here",
                  "test_pyfunc.py::test_conflicting_requirements_are_told_in_the_resolvers_words"),
              SUITE,
              Map.of(
                  "MILLRACE_URL", server.url(),
                  "MILLRACE_INSTALLER", "uv",
                  "PYTHONDONTWRITEBYTECODE", "1",
                  "PYTHONUNBUFFERED", "1"),
              LIMIT);
      result.assertSucceeded();
      assertThat(result.output()).anyMatch(line -> line.contains("2 passed"));
    }
  }
}
