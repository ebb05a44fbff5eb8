package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Makes an environment: a virtual environment with a model's packages. */
final class EnvironmentBuilder {

  private static final Logger LOG = Logger.getLogger(EnvironmentBuilder.class);
  private static final int MILLIS_BETWEEN_LOOKS = 2000;

  private final PythonConfig config;
  private final Scripts scripts;
  private final Optional<Path> uv;

  EnvironmentBuilder(PythonConfig config, Scripts scripts, Interpreters interpreters) {
    this.config = config;
    this.scripts = scripts;
    this.uv =
        config.installer() == PythonConfig.Installer.PIP ? Optional.empty() : interpreters.uv();
  }

  /**
   * Makes the environment in a folder that is not there yet.
   *
   * @throws UnservableModelException with the installer's words, where it cannot be made
   */
  void build(Path folder, Requirements requirements, Interpreter interpreter) {
    if (uv.isEmpty() && config.installer() == PythonConfig.Installer.UV) {
      throw new UnservableModelException(
          "Environments are to be made by uv, which is not on the PATH of this server.");
    }
    long start = System.nanoTime();
    Build build = new Build(folder, requirements, interpreter, start);
    build.makeFolder();
    if (!requirements.first().isEmpty()) {
      build.install(requirements.first());
    }
    build.install(requirements.then());
    build.requireSize();
    LOG.infof(
        "made an environment of Python %s in %d s",
        interpreter.version(), Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  /** One environment while it is made. */
  private final class Build {

    private final Path folder;
    private final Requirements requirements;
    private final Interpreter interpreter;
    private final long deadlineNanos;

    Build(Path folder, Requirements requirements, Interpreter interpreter, long startNanos) {
      this.folder = folder;
      this.requirements = requirements;
      this.interpreter = interpreter;
      this.deadlineNanos = startNanos + config.buildTimeout().toNanos();
    }

    void makeFolder() {
      String python = interpreter.executable().toString();
      run(
          uv.map(
                  program ->
                      List.of(program.toString(), "venv", "--python", python, folder.toString()))
              .orElse(List.of(python, "-m", "venv", folder.toString())));
    }

    void install(List<String> arguments) {
      Path python = EnvironmentCache.python(folder);
      List<String> command = new ArrayList<>();
      if (uv.isPresent()) {
        command.addAll(
            List.of(
                uv.get().toString(),
                "pip",
                "install",
                "--no-progress",
                "--python",
                python.toString()));
      } else {
        command.addAll(
            List.of(
                python.toString(),
                "-m",
                "pip",
                "install",
                "--no-input",
                "--disable-pip-version-check",
                "--no-warn-script-location",
                "--progress-bar",
                "off"));
      }
      command.addAll(arguments);
      run(command);
    }

    private void run(List<String> command) {
      InstallerOutput output = new InstallerOutput();
      KeptProcess process;
      try {
        process =
            KeptProcess.start(
                interpreter.executable(),
                scripts.keeper(),
                0,
                command,
                requirements.folder(),
                ChildEnvironment.ofInstaller(config.path().orElse(System.getenv("PATH"))),
                output::add);
      } catch (IOException e) {
        throw new UnservableModelException("Python cannot be started.", e);
      }
      try {
        if (await(process) != 0) {
          throw new UnservableModelException(
              "The model's environment cannot be made:\n" + output.fault(),
              output.saysIndexWasNotReached());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnservableModelException(
            "The server stopped while the model's environment was made.", true);
      } finally {
        process.endAndWait();
      }
    }

    private int await(KeptProcess process) throws InterruptedException {
      while (true) {
        Integer code = process.awaitEnd(MILLIS_BETWEEN_LOOKS);
        if (code != null) {
          return code;
        }
        if (System.nanoTime() > deadlineNanos) {
          throw new UnservableModelException(
              "Making the model's environment took longer than %d s, which millrace.serving.python.build-timeout allows."
                  .formatted(config.buildTimeout().toSeconds()),
              true);
        }
        requireSize();
      }
    }

    void requireSize() {
      long most = config.maxEnvironmentSize().asLongValue();
      if (size(folder) > most) {
        throw new UnservableModelException(
            "The model's environment takes more than %d MB, which millrace.serving.python.max-environment-size allows."
                .formatted(most >> 20));
      }
    }
  }

  private static long size(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while packages are installed.
      return 0;
    }
  }
}
