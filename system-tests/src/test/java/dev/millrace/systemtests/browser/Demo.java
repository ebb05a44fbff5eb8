package dev.millrace.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The packaged demo, which logs what the pages are to show. */
final class Demo {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path JAR = ROOT.resolve("examples/target/demo.jar");

  private Demo() {}

  static void logTo(ServerProcess server) throws Exception {
    assertThat(JAR).as("the packaged demo").exists();
    ToolProcess.run(
            List.of(ServerProcess.JAVA, "-jar", JAR.toString(), server.url()),
            ROOT,
            Map.of(),
            LIMIT)
        .assertSucceeded();
  }
}
