package dev.millrace.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Walks the web UI in a real Chromium over what the demo logged, and keeps screenshots. */
class BrowserIT {

  private static final Duration WALK_LIMIT = Duration.ofMinutes(20);

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path WEB_UI = ROOT.resolve("web-ui");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

  @Test
  void everyPageShowsWhatTheDemoLogged(@TempDir Path dataDirectory) throws Exception {
    if (!ToolProcess.isInstalled("npm")) {
      MissingTool.skip("The browser test needs npm on the PATH (Node 20 or newer)");
    }
    assertThat(WEB_UI.resolve("node_modules")).as("the web UI's packages").exists();
    Files.createDirectories(SCREENSHOTS);
    // The walk is a receiver of webhooks, too.
    Map<String, String> sendsToThisMachine =
        Map.of(
            "MILLRACE_WEBHOOKS_ALLOWED_SCHEMES", "http,https",
            "MILLRACE_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.1/32");
    try (ServerProcess server =
        ServerProcess.launch(dataDirectory, sendsToThisMachine).awaitReady()) {
      Demo.logTo(server);
      ToolProcess.run(
              List.of("npm", "run", "e2e"),
              WEB_UI,
              Map.of("MILLRACE_URL", server.url(), "SCREENSHOT_DIR", SCREENSHOTS.toString()),
              WALK_LIMIT)
          .assertSucceeded();
    }
    assertThat(SCREENSHOTS).isDirectoryContaining("glob:**.png");
  }
}
