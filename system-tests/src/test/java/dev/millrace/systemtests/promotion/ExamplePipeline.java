package dev.millrace.systemtests.promotion;

import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The example pipeline of {@code deploy/ci}, run as CI runs it, against a packaged server. */
record ExamplePipeline(String url, Path python, Path folder) {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path CLI = ROOT.resolve("cli/target/millrace.jar");

  /** With the Python of the system tests, in this folder. */
  static ExamplePipeline against(ServerProcess server, Path folder)
      throws IOException, InterruptedException {
    return new ExamplePipeline(
        server.url(),
        PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), "requirements.txt"),
        folder);
  }

  /** Trains a tree of this depth and promotes it. */
  ToolProcess.Result run(String model, int depth, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("MILLRACE_URL", url);
    variables.put("MILLRACE", ServerProcess.JAVA + " -jar " + CLI);
    variables.put("PYTHON", python.toString());
    variables.put("PYTHONPATH", ROOT.resolve("clients/python/src").toString());
    return ToolProcess.run(
        List.of(
            "bash",
            ROOT.resolve("deploy/ci/example/pipeline.sh").toString(),
            model,
            Integer.toString(depth)),
        folder,
        variables,
        LIMIT);
  }

  /** Runs a command of the command line. */
  ToolProcess.Result millrace(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ServerProcess.JAVA, "-jar", CLI.toString()));
    command.addAll(List.of(arguments));
    return ToolProcess.run(command, folder, Map.of("MILLRACE_URL", url), LIMIT);
  }
}
