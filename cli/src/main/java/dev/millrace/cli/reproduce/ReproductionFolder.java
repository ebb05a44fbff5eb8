package dev.millrace.cli.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.runrecord.SecretMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A run's record as a folder that a person or a script can run again. */
public final class ReproductionFolder {

  private final Path folder;

  public ReproductionFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  public Path path() {
    return folder;
  }

  Path code() {
    return folder.resolve("code");
  }

  Path environment() {
    return folder.resolve("venv");
  }

  Path requirements() {
    return folder.resolve(Requirements.FILE);
  }

  /** Writes everything but the code and the environment. */
  public void write(RunRecord record, Recipe recipe) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("record.json"), json(record) + "\n");
      Files.writeString(requirements(), Requirements.lines(record.environment()));
      for (RunRecord.TextFile file : record.environment().files()) {
        Path copy = folder.resolve("model-" + Path.of(file.path()).getFileName());
        Files.writeString(copy, file.content());
      }
      Files.writeString(folder.resolve("README.md"), readme(record));
      Path script = folder.resolve("reproduce.sh");
      Files.writeString(script, script(record, recipe));
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  static String json(Object value) {
    try {
      return MlflowJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("This is always JSON.", e);
    }
  }

  static String script(RunRecord record, Recipe recipe) {
    // A secret that was named for this once is not kept.
    String command =
        SecretMask.arguments(recipe.command()).stream()
            .map(Shell::quote)
            .collect(Collectors.joining(" "));
    boolean python = Recipe.isPython(record);
    String prepare =
        python
            ? """
              # The packages exactly as they were.
              [[ -d "$here/venv" ]] || python3 -m venv "$here/venv"
              "$here/venv/bin/python" -m pip install %s --requirement "$here/requirements.txt"
              """
                .formatted(String.join(" ", Requirements.options(record.environment())))
            : """
              # How the project is built is not recorded: put what the build makes, and the jars of
              # requirements.txt, on CLASSPATH.
              : "${CLASSPATH:?set CLASSPATH to what the build of $here/code makes}"
              """;
    return """
        #!/usr/bin/env bash
        # Runs %s again. README.md says what it is; the server is MLFLOW_TRACKING_URI.
        set -euo pipefail
        here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
        : "${MLFLOW_TRACKING_URI:=http://127.0.0.1:5000}"
        export MLFLOW_TRACKING_URI MILLRACE_REPRODUCES=%s
        # The command line client, where it is not on the PATH.
        : "${MILLRACE:=millrace}"
        command -v "$MILLRACE" >/dev/null || { echo "set MILLRACE to the command line client" >&2; exit 1; }

        # The code as it was.
        [[ -d "$here/code" ]] || git clone --quiet --no-checkout -- %s "$here/code"
        git -C "$here/code" checkout --quiet --detach %s

        %s
        # The data as it was: nothing runs on other data.
        "$MILLRACE" data verify --run %s --root "$here/code"

        cd "$here/code/"%s
        exec %s %s
        """
        .formatted(
            Shell.oneLine(record.runId()),
            Shell.quote(record.runId()),
            Shell.quote(recipe.repository()),
            Shell.quote(recipe.commit()),
            prepare,
            Shell.quote(record.runId()),
            Shell.quote(recipe.directory().toString()),
            python ? "\"$here/venv/bin/python\"" : "java",
            command);
  }

  private static String readme(RunRecord record) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(Shell.oneLine(record.runName())).append("\n\n");
    line(text, "run", record.runId());
    line(text, "experiment", record.experimentName());
    line(text, "by", record.user());
    line(text, "repository", Objects.toString(record.code().repository(), "not recorded"));
    line(text, "commit", Objects.toString(record.code().commit(), "not recorded"));
    line(text, "started", Objects.toString(record.code().entryPoint(), "not recorded"));
    line(
        text,
        "ran in",
        Objects.toString(record.environment().language(), "not recorded")
            + " "
            + Objects.toString(record.environment().version(), ""));
    if (record.hypothesis() != null) {
      line(text, "hypothesis", record.hypothesis());
    }
    if (record.verdict() != null) {
      line(text, "verdict", record.verdict());
    }
    List<RunRecord.Missing> missing = record.missing();
    text.append(missing.isEmpty() ? "\nThe record is complete.\n" : "\nThe record lacks:\n\n");
    for (RunRecord.Missing gap : missing) {
      line(text, gap.field(), gap.reason());
    }
    return text.append(
            "\n`./reproduce.sh` checks the code out, builds the environment, verifies the data and"
                + " runs it. `record.json` is the whole record, `requirements.txt` the exact"
                + " packages, `model-*` what the model itself tells of its environment.\n")
        .toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("- ").append(name).append(": ").append(Shell.oneLine(value)).append('\n');
  }
}
