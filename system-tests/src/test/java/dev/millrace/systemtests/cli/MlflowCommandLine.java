package dev.millrace.systemtests.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** MLflow's own command line, which takes seconds to start, in one process for many commands. */
final class MlflowCommandLine implements AutoCloseable {

  private static final String SCRIPT =
      """
      import json, sys
      from click.testing import CliRunner
      from mlflow.cli import cli

      for line in sys.stdin:
          result = CliRunner().invoke(cli, json.loads(line), prog_name="mlflow")
          answer = {"exit_code": result.exit_code, "output": result.stdout}
          print(json.dumps(answer), file=sys.__stdout__, flush=True)
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private MlflowCommandLine(Process process) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static MlflowCommandLine start(Path python, Path folder, String trackingUri) throws IOException {
    Path script = Files.writeString(folder.resolve("mlflow_command_line.py"), SCRIPT);
    ProcessBuilder builder =
        new ProcessBuilder(python.toString(), script.toString())
            .directory(folder.toFile())
            .redirectError(folder.resolve("mlflow_command_line.log").toFile());
    builder.environment().put("MLFLOW_TRACKING_URI", trackingUri);
    builder.environment().put("PYTHONUTF8", "1");
    return new MlflowCommandLine(builder.start());
  }

  /** What {@code mlflow} with these words prints on its standard output. */
  ToolProcess.Result run(String... words) throws IOException {
    commands.write(JSON.writeValueAsString(words));
    commands.newLine();
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError("mlflow " + String.join(" ", words) + " ended its process");
    }
    JsonNode result = JSON.readTree(answer);
    List<String> output = result.path("output").asText().stripTrailing().lines().toList();
    return new ToolProcess.Result(
        Stream.concat(Stream.of("mlflow"), Stream.of(words)).toList(),
        result.path("exit_code").asInt(),
        output);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
