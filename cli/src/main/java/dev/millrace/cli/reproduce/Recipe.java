package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a run is run again, from its record. Anyone who may log runs wrote the record: nothing of it
 * becomes an option of a program or a path outside of the checkout.
 *
 * @param repository URL or folder that git clones
 * @param directory working directory, from the root of the checkout
 * @param entryPoint script from the root of the checkout, or {@code -m module}
 */
public record Recipe(
    String repository, String commit, Path directory, String entryPoint, List<String> arguments) {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern MODULE = Pattern.compile("-m [A-Za-z_][\\w.]*");

  /**
   * Reads a record.
   *
   * @param otherRepository instead of the recorded one
   * @param otherArguments instead of the recorded ones; empty for those
   * @throws RefusedException where what is there cannot be run
   */
  public static Recipe of(
      RunRecord record, @Nullable String otherRepository, List<String> otherArguments) {
    RunRecord.Code code = record.code();
    String repository = otherRepository == null ? code.repository() : otherRepository;
    if (repository == null) {
      throw new RefusedException(
          "The record has no repository: name one with --repository, a URL or a folder.");
    }
    if (repository.startsWith("-")) {
      throw new RefusedException("This is no repository: " + repository);
    }
    String commit = code.commit();
    if (commit == null || !COMMIT.matcher(commit).matches()) {
      throw new RefusedException("The record has no git commit.");
    }
    String entryPoint = code.entryPoint();
    if (entryPoint == null) {
      throw new RefusedException("The record has no entry point.");
    }
    if (!MODULE.matcher(entryPoint).matches()) {
      requireInside(entryPoint);
    }
    String directory = Objects.requireNonNullElse(code.directory(), ".");
    requireInside(directory);
    return new Recipe(
        repository,
        commit,
        Path.of(directory).normalize(),
        entryPoint,
        otherArguments.isEmpty()
            ? Objects.requireNonNullElse(code.arguments(), List.of())
            : List.copyOf(otherArguments));
  }

  /** What is not told of a script is told by its name: MLflow's client names no language. */
  static boolean isPython(RunRecord record) {
    String language = record.environment().language();
    String entryPoint = Objects.requireNonNullElse(record.code().entryPoint(), "");
    return language == null
        ? entryPoint.endsWith(".py") || MODULE.matcher(entryPoint).matches()
        : language.equals("python");
  }

  private static void requireInside(String path) {
    Path normal = Path.of(path).normalize();
    if (normal.isAbsolute() || normal.startsWith("..") || path.startsWith("-")) {
      throw new RefusedException("'" + path + "' is not a path inside of the repository.");
    }
  }

  /** Whether the arguments are those of the record, all or none. */
  boolean isAsRecorded(RunRecord record) {
    return arguments.equals(Objects.requireNonNullElse(record.code().arguments(), List.of()));
  }

  /** What follows the interpreter, from the working directory. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    if (entryPoint.startsWith("-m ")) {
      command.add("-m");
      command.add(entryPoint.substring(3));
    } else {
      command.add(directory.relativize(Path.of(entryPoint).normalize()).toString());
    }
    command.addAll(arguments);
    return command;
  }
}
