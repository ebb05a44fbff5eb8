package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.SecretMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs for a reproduction, never through a shell; what they say goes into its log. */
final class Steps {

  private static final int LINES_SHOWN = 15;

  private final Path log;

  Steps(Path log) {
    this.log = log;
  }

  Path log() {
    return log;
  }

  /**
   * Runs a program to its end.
   *
   * @throws RefusedException where it cannot be started or fails, with the end of what it said
   */
  void run(Path directory, Map<String, String> environment, String... command) {
    run(directory, environment, List.of(command));
  }

  void run(Path directory, Map<String, String> environment, List<String> command) {
    int status;
    try {
      Files.writeString(
          log,
          "$ " + String.join(" ", SecretMask.arguments(command)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      ProcessBuilder builder =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      status = process.waitFor();
    } catch (IOException e) {
      throw new RefusedException("Cannot run " + command.get(0) + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("Interrupted while " + command.get(0) + " ran.");
    }
    if (status != 0) {
      throw new RefusedException(
          command.get(0)
              + " ended with status "
              + status
              + ":\n"
              + endOfLog()
              + "\nAll of it: "
              + log);
    }
  }

  private String endOfLog() {
    try {
      // Whatever a program writes, in whatever encoding.
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
