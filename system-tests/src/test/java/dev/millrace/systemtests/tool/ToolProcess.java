package dev.millrace.systemtests.tool;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program to its end and shows every line it prints as it prints it. */
public final class ToolProcess {

  private ToolProcess() {}

  /** What a program left behind: its exit code and what it printed on both streams. */
  public record Result(List<String> command, int exitCode, List<String> output) {

    private static final int SHOWN_LINES = 60;

    /** Fails with the end of the output where the program did not end with 0. */
    public Result assertSucceeded() {
      if (exitCode != 0) {
        List<String> end = output.subList(Math.max(0, output.size() - SHOWN_LINES), output.size());
        throw new AssertionError(
            String.join(" ", command) + " ended with " + exitCode + ":\n" + String.join("\n", end));
      }
      return this;
    }
  }

  /** Whether {@code program} is on the PATH. */
  public static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .anyMatch(Files::isExecutable);
  }

  /**
   * Runs {@code command} in {@code directory}.
   *
   * @param limit after which it is stopped with all its children, and the call fails
   */
  public static Result run(
      List<String> command, Path directory, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> output = new ArrayList<>();
    Thread reader = new Thread(() -> copy(process, output), "output of " + command.get(0));
    reader.start();
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        throw new AssertionError(String.join(" ", command) + " did not end within " + limit);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      if (!ended) {
        // Only then: it closes the output of a process that has ended under its reader.
        process.destroyForcibly();
      }
      reader.join();
    }
    return new Result(List.copyOf(command), process.exitValue(), List.copyOf(output));
  }

  private static void copy(Process process, List<String> output) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        output.add(line);
      }
    } catch (IOException e) {
      output.add("(output lost: " + e + ")");
    }
  }
}
