package dev.millrace.cli.reproduce;

import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.runrecord.SecretMask;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a recorded run again: code, environment and data first, each compared with the record. */
public final class Reproduction {

  private static final int DIFFERENCES_SHOWN = 10;
  private static final String PYTHON = "python3";
  private static final Set<String> OF_THE_PLUGIN = Set.of("code.dirty", "environment.packages");

  private final RunRecord record;
  private final Recipe recipe;
  private final ReproductionFolder folder;
  private final Options options;
  private final PrintWriter out;
  private final Steps steps;

  /**
   * How to go about it.
   *
   * @param python an interpreter whose environment is used as it is, instead of building one
   * @param dataRoot where data is looked for that is not where it was
   * @param force whether to go on where something is missing or different
   */
  public record Options(@Nullable String python, @Nullable Path dataRoot, boolean force) {}

  public Reproduction(
      RunRecord record,
      Recipe recipe,
      ReproductionFolder folder,
      Options options,
      PrintWriter out) {
    this.record = record;
    this.recipe = recipe;
    this.folder = folder;
    this.options = options;
    this.out = out;
    this.steps = new Steps(folder.path().resolve("reproduce.log"));
  }

  /** What a run is run in: it is as the run's record says, unless that was not asked for. */
  public record Prepared(String interpreter, Map<String, String> tags) {}

  /**
   * Fetches code and environment and compares them, and the data, with the record.
   *
   * @throws RefusedException where it should not or cannot be run
   */
  public Prepared prepare() {
    requireComplete();
    if (!Recipe.isPython(record)) {
      throw new RefusedException(
          "Only Python is run again from here. How a Java project is built is not recorded: see "
              + folder.path().resolve("reproduce.sh"));
    }
    checkOut();
    verifyData();
    String interpreter = interpreter();
    PythonEnvironment environment = PythonEnvironment.of(interpreter);
    refuseUnlessForced(
        environment.differences(record.environment()), "The environment is not what it was");
    return new Prepared(interpreter, tags(environment));
  }

  /**
   * Runs it.
   *
   * @param variables environment variables that tell the code where to log
   * @throws RefusedException where it fails
   */
  public void run(Prepared prepared, Map<String, String> variables) {
    List<String> command = new ArrayList<>(List.of(prepared.interpreter()));
    command.addAll(recipe.command());
    step("Running " + recipe.entryPoint() + "; what it says goes to " + steps.log());
    steps.run(folder.code().resolve(recipe.directory()), variables, command);
  }

  /** The record of the new run: what was checked out and what is installed, not what should be. */
  private Map<String, String> tags(PythonEnvironment environment) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(RecordTags.REPRODUCES, record.runId());
    tags.put(RecordTags.SOURCE_NAME, recipe.entryPoint());
    tags.put(RecordTags.ENTRY_POINT, recipe.entryPoint());
    tags.put(
        RecordTags.DIRECTORY,
        recipe.directory().toString().isEmpty() ? "." : recipe.directory().toString());
    tags.put(RecordTags.GIT_COMMIT, recipe.commit());
    tags.put(RecordTags.GIT_DIRTY, "false");
    tags.put(RecordTags.GIT_REPOSITORY, SecretMask.url(recipe.repository()));
    tags.put(RecordTags.LANGUAGE, "python");
    tags.put(RecordTags.LANGUAGE_VERSION, environment.version());
    tags.putAll(RecordTags.split(RecordTags.PACKAGES, environment.lines()));
    tags.putAll(
        RecordTags.split(
            RecordTags.ARGUMENTS,
            ReproductionFolder.json(SecretMask.arguments(recipe.arguments()))));
    return tags;
  }

  private void requireComplete() {
    List<RunRecord.Missing> missing =
        record.missing().stream()
            .filter(gap -> !gap.field().equals("status"))
            // The recipe has one, or there would be none.
            .filter(gap -> !gap.field().equals("code.repository"))
            .filter(gap -> !gap.field().equals("code.arguments") || recipe.isAsRecorded(record))
            .toList();
    List<String> reasons =
        new ArrayList<>(missing.stream().map(gap -> gap.field() + ": " + gap.reason()).toList());
    if (missing.stream().anyMatch(gap -> OF_THE_PLUGIN.contains(gap.field()))) {
      reasons.add("MLflow's client alone does not tell these; the plugin in clients/python does.");
    }
    refuseUnlessForced(reasons, "The record is not complete");
  }

  private void checkOut() {
    step("Checking out " + recipe.commit());
    if (!Files.isDirectory(folder.code())) {
      steps.run(
          folder.path(),
          Map.of("GIT_TERMINAL_PROMPT", "0"),
          "git",
          "clone",
          "--quiet",
          "--no-checkout",
          "--",
          recipe.repository(),
          folder.code().toString());
    }
    steps.run(folder.code(), Map.of(), "git", "checkout", "--quiet", "--detach", recipe.commit());
  }

  private void verifyData() {
    step("Verifying the data");
    List<Path> roots = new ArrayList<>();
    if (options.dataRoot() != null) {
      roots.add(options.dataRoot().toAbsolutePath());
    }
    roots.add(folder.code().resolve(recipe.directory()));
    roots.add(folder.code());
    List<String> wrong = new ArrayList<>();
    for (DataCheck.Result result : new DataCheck(roots).check(record.datasets())) {
      String name = result.data().name();
      switch (result.outcome()) {
        case SAME -> out.println("  " + name + ": the same, " + result.place());
        case UNHASHED ->
            out.println("  " + name + ": not verified, only MLflow's own digest was recorded");
        case CHANGED -> wrong.add(name + ": " + result.place() + " has other content");
        case ABSENT -> wrong.add(name + ": not found, it was " + result.place());
      }
    }
    refuseUnlessForced(wrong, "The data is not what it was");
  }

  private String interpreter() {
    String given = options.python();
    if (given != null) {
      // A path is meant from here, not from where the code runs.
      return given.contains("/") ? Path.of(given).toAbsolutePath().toString() : given;
    }
    if (record.environment().packages().isEmpty()) {
      throw new RefusedException(
          "No packages were recorded, so no environment can be built: name one with --python.");
    }
    step("Building the environment");
    String python = folder.environment().resolve("bin/python").toString();
    if (!Files.exists(Path.of(python))) {
      steps.run(
          folder.path(), Map.of(), basePython(), "-m", "venv", folder.environment().toString());
    }
    List<String> install = new ArrayList<>(List.of(python, "-m", "pip", "install"));
    install.addAll(List.of("--disable-pip-version-check", "--no-input"));
    install.addAll(Requirements.options(record.environment()));
    install.addAll(List.of("--requirement", folder.requirements().toString()));
    steps.run(folder.path(), Map.of(), install);
    return python;
  }

  /** An interpreter of the version that ran: packages are built for one, and wheels are. */
  private String basePython() {
    String version = record.environment().version();
    if (version == null) {
      return PYTHON;
    }
    String series = PythonEnvironment.series(version);
    Optional<String> found =
        PythonEnvironment.firstOf(series, List.of("python" + series, PYTHON, "python"));
    if (found.isEmpty()) {
      refuseUnlessForced(
          List.of("Python " + series + " is not on the PATH; another can be named with --python"),
          "The environment cannot be what it was");
    }
    return found.orElse(PYTHON);
  }

  private void refuseUnlessForced(List<String> reasons, String summary) {
    if (reasons.isEmpty()) {
      return;
    }
    String list =
        reasons.stream()
            .limit(DIFFERENCES_SHOWN)
            .map(reason -> "\n  " + reason)
            .collect(Collectors.joining());
    String more =
        reasons.size() > DIFFERENCES_SHOWN
            ? "\n  and " + (reasons.size() - DIFFERENCES_SHOWN) + " more"
            : "";
    if (!options.force()) {
      throw new RefusedException(summary + " (--force runs it all the same):" + list + more);
    }
    out.println(summary + ":" + list + more);
  }

  private void step(String text) {
    out.println(text);
    out.flush();
  }
}
