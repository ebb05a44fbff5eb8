package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.RunRecord;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The packages of a record, as pip takes them. */
final class Requirements {

  static final String FILE = "requirements.txt";

  private Requirements() {}

  /** Of Python what pip takes; of Java the jars with their hashes, for whoever builds it. */
  static String lines(RunRecord.Environment environment) {
    return environment.packages().stream()
        .map(
            p ->
                p.version().startsWith("@")
                    ? p.name() + " " + p.version()
                    : p.name() + "==" + p.version() + hash(p))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String hash(RunRecord.PackageVersion dependency) {
    return dependency.sha256() == null ? "" : " --hash=sha256:" + dependency.sha256();
  }

  /**
   * Options of pip's for them. What was installed is installed alone; what only a model asks for
   * brings along what it needs itself.
   */
  static List<String> options(RunRecord.Environment environment) {
    return areOfModel(environment) ? List.of() : List.of("--no-deps");
  }

  private static boolean areOfModel(RunRecord.Environment environment) {
    return environment.files().stream()
        .filter(file -> file.path().equals(FILE) || file.path().endsWith("/" + FILE))
        .map(file -> file.content().lines().map(Requirements::withoutExtras))
        .map(lines -> lines.collect(Collectors.toSet()))
        .anyMatch(lines -> environment.packages().stream().allMatch(p -> isAmong(lines, p)));
  }

  private static boolean isAmong(Set<String> lines, RunRecord.PackageVersion dependency) {
    return lines.contains(dependency.name() + "==" + dependency.version());
  }

  private static String withoutExtras(String line) {
    return line.replaceAll("\\[[^\\]]*]|\\s|[;#].*", "");
  }
}
