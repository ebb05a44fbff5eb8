package dev.millrace.serving.runtime.pyfunc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command under a keeper, which ends it and everything it started when it is told to and when
 * this server is gone.
 */
final class KeptProcess {

  /** What the keeper says of a command that took more memory than it may. */
  static final int OUT_OF_MEMORY = 86;

  private static final int LONGEST_LINE = 2000;
  private static final int SECONDS_TO_END = 10;

  private final Process process;
  private final Thread reader;

  private KeptProcess(Process process, Thread reader) {
    this.process = process;
    this.reader = reader;
  }

  /**
   * Starts a command.
   *
   * @param python runs the keeper
   * @param memoryLimit in bytes; 0 for none
   * @param environment all of its variables
   * @param lines is told what the command writes, line by line, by a thread of its own
   */
  static KeptProcess start(
      Path python,
      Path keeper,
      long memoryLimit,
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Consumer<String> lines)
      throws IOException {
    List<String> kept = new ArrayList<>();
    kept.addAll(
        List.of(python.toString(), "-I", "-S", keeper.toString(), Long.toString(memoryLimit)));
    kept.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(kept).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread reader = new Thread(() -> read(process, lines), "python-output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return new KeptProcess(process, reader);
  }

  /** Splits at line ends and, as no line may fill the memory, where a line gets too long. */
  private static void read(Process process, Consumer<String> lines) {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n' || length == LONGEST_LINE) {
            tell(line, length, lines);
            length = 0;
          }
          if (buffer[i] != '\n') {
            line[length++] = buffer[i];
          }
        }
      }
    } catch (IOException e) {
      // It ended while it was being read.
    }
    tell(line, length, lines);
  }

  private static void tell(byte[] line, int length, Consumer<String> lines) {
    String text =
        new String(line, 0, length, StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}&&[^\\t]]", "")
            .stripTrailing();
    if (!text.isEmpty()) {
      lines.accept(text);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The keeper's own number; what it keeps is a child of it. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until the command and all it started are gone; null where they are not after so long. */
  @org.jspecify.annotations.Nullable
  Integer awaitEnd(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return null;
    }
    reader.join(1000);
    return process.exitValue();
  }

  int awaitEnd() throws InterruptedException {
    int code = process.waitFor();
    reader.join(1000);
    return code;
  }

  /** Has everything ended; returns at once. */
  void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** Has everything ended, and waits for it. */
  void endAndWait() {
    List<ProcessHandle> kept = process.descendants().toList();
    end();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        // A keeper that is stopped or stuck itself.
        kept.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      kept.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
