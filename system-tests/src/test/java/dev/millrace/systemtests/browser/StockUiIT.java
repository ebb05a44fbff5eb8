package dev.millrace.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens the pages that come with the {@code mlflow} package, in a real Chromium, on our server:
 * whoever has them in front of it keeps them.
 */
class StockUiIT {

  private static final Duration PAGES_LIMIT = Duration.ofMinutes(5);

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path WEB_UI = ROOT.resolve("web-ui");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

  @Test
  void thePagesOfMlflowShowWhatTheDemoLogged(@TempDir Path dataDirectory) throws Exception {
    if (!ToolProcess.isInstalled("node")) {
      MissingTool.skip("The browser test needs node on the PATH (Node 20 or newer)");
    }
    Path python =
        PythonEnvironment.interpreter(ROOT.resolve("system-tests/python"), "requirements.txt");
    assertThat(WEB_UI.resolve("node_modules")).as("the web UI's packages").exists();
    Files.createDirectories(SCREENSHOTS);
    try (ServerProcess server = ServerProcess.launch(dataDirectory, Map.of()).awaitReady()) {
      Demo.logTo(server);
      ToolProcess.run(
              List.of("node", "e2e/stockUi.mjs"),
              WEB_UI,
              Map.of(
                  "MILLRACE_URL", server.url(),
                  "STOCK_UI", pagesOf(python).toString(),
                  "SCREENSHOT_DIR", SCREENSHOTS.toString()),
              PAGES_LIMIT)
          .assertSucceeded();
    }
  }

  /** Where the package has its pages; the package itself need not be loaded for that. */
  private static Path pagesOf(Path python) throws Exception {
    ToolProcess.Result found =
        ToolProcess.run(
            List.of(
                python.toString(),
                "-c",
                "import importlib.util as u; print(u.find_spec('mlflow').submodule_search_locations[0])"),
            ROOT,
            Map.of(),
            Duration.ofMinutes(1));
    Path mlflow = Path.of(found.output().get(found.output().size() - 1));
    return mlflow.resolve("server/js/build");
  }
}
