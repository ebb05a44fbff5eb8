package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for programs in folders, as a shell does. */
final class Interpreters {

  private static final int PATIENCE_SECONDS = 20;
  private static final Pattern ANSWER = Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\R(.+)");
  private static final String QUESTION =
      "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";

  private final String path;
  private final boolean anyMinorVersion;

  Interpreters(PythonConfig config) {
    String own = System.getenv("PATH");
    this.path = config.path().orElse(own == null ? "" : own);
    this.anyMinorVersion = config.anyMinorVersion();
  }

  /**
   * The Python that a model runs in.
   *
   * @param version that it was logged with; only the first two numbers matter
   * @throws UnservableModelException where there is none
   */
  Interpreter requireFor(String version) {
    String minor = Interpreter.minor(version);
    List<Interpreter> others = new ArrayList<>();
    for (String name : List.of("python" + minor, "python3", "python")) {
      for (Path file : executables(name)) {
        Optional<Interpreter> found = ask(file);
        if (found.isPresent() && found.get().minor().equals(minor)) {
          return found.get();
        }
        found.ifPresent(others::add);
      }
    }
    if (others.isEmpty()) {
      throw new UnservableModelException(
          "The model needs Python "
              + minor
              + ", and there is no Python on the PATH of this server. Models of the flavors that"
              + " the server scores itself are served without.");
    }
    if (anyMinorVersion) {
      return others.get(0);
    }
    throw new UnservableModelException(
        "The model was logged with Python %s, and there is no python%s on the PATH of this server, which has %s. Install it, or let any other serve with millrace.serving.python.any-minor-version=true."
            .formatted(version, minor, others.get(0).version()));
  }

  /** The program uv, where it is there. */
  Optional<Path> uv() {
    return executables("uv").stream().findFirst();
  }

  private List<Path> executables(String name) {
    List<Path> found = new ArrayList<>();
    for (String folder : path.split(File.pathSeparator, -1)) {
      try {
        Path file = Path.of(folder).resolve(name);
        if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
          found.add(file.toAbsolutePath());
        }
      } catch (InvalidPathException e) {
        // A shell passes it over, too.
      }
    }
    return found;
  }

  /** Asks the program itself: what bears the name may be a shim for something that is not there. */
  private static Optional<Interpreter> ask(Path file) {
    try {
      Process process =
          new ProcessBuilder(file.toString(), "-I", "-S", "-c", QUESTION)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          return Optional.empty();
        }
        // It is a line or two, which a pipe holds.
        String answer =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Matcher matcher = ANSWER.matcher(answer);
        return process.exitValue() == 0 && matcher.matches()
            ? Optional.of(new Interpreter(Path.of(matcher.group(2)), matcher.group(1)))
            : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
