package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An interpreter with its packages, compared with what a run had. */
final class PythonEnvironment {

  private static final String LIST =
      """
      import importlib.metadata, platform
      print(platform.python_version())
      for d in importlib.metadata.distributions():
          if d.metadata["Name"]:
              print(d.metadata["Name"] + "==" + d.version)
      """;

  private final String version;
  private final Map<String, String> packages;

  private PythonEnvironment(String version, Map<String, String> packages) {
    this.version = version;
    this.packages = packages;
  }

  /**
   * Asks an interpreter.
   *
   * @throws RefusedException where it does not answer
   */
  static PythonEnvironment of(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", LIST)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      if (process.waitFor() != 0 || lines.isEmpty()) {
        throw new RefusedException(python + " does not tell its packages.");
      }
      Map<String, String> packages = new HashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        int end = line.indexOf("==");
        packages.putIfAbsent(normal(line.substring(0, end)), line.substring(end + 2));
      }
      return new PythonEnvironment(lines.get(0), packages);
    } catch (IOException e) {
      throw new RefusedException("Cannot run " + python + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("Interrupted while " + python + " was asked.");
    }
  }

  /**
   * The first of these interpreters that is there and of a version.
   *
   * @param series such as 3.11
   */
  static Optional<String> firstOf(String series, List<String> interpreters) {
    return interpreters.stream().filter(python -> isOf(series, python)).findFirst();
  }

  private static boolean isOf(String series, String python) {
    try {
      return series(of(python).version()).equals(series);
    } catch (RefusedException e) {
      return false;
    }
  }

  String version() {
    return version;
  }

  /** One package a line. */
  String lines() {
    return packages.entrySet().stream()
        .map(entry -> entry.getKey() + "==" + entry.getValue())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** What is not as it was; empty where all is. A package that is there beside is no difference. */
  List<String> differences(RunRecord.Environment recorded) {
    List<String> differences = new ArrayList<>();
    String then = recorded.version();
    if (then != null && !series(then).equals(series(version))) {
      differences.add("Python " + version + " instead of " + then);
    }
    for (RunRecord.PackageVersion dependency : recorded.packages()) {
      String now = packages.get(normal(dependency.name()));
      if (now == null) {
        differences.add(dependency.name() + " is not installed");
      } else if (!dependency.version().startsWith("@") && !now.equals(dependency.version())) {
        differences.add(dependency.name() + " " + now + " instead of " + dependency.version());
      }
    }
    return differences;
  }

  /** Of 3.11.4 and 3.11.9 the language is one. */
  static String series(String version) {
    String[] parts = version.split("\\.", -1);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }

  /** As PyPI compares names. */
  private static String normal(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }
}
