package dev.millrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CI system that runs this process, as its environment variables tell. */
final class CiEnvironment {

  private final Map<String, String> variables;

  CiEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Address of the job that runs; null where no CI system is known to run it. */
  @Nullable String jobUrl() {
    if (isGitHub() && get("GITHUB_RUN_ID") != null) {
      return "%s/%s/actions/runs/%s"
          .formatted(get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), get("GITHUB_RUN_ID"));
    }
    return get("CI_JOB_URL");
  }

  /** The revision that the job runs on; null where none is known. */
  @Nullable String commit() {
    String gitHub = get("GITHUB_SHA");
    return gitHub != null ? gitHub : get("CI_COMMIT_SHA");
  }

  /** Adds to the page of the job; elsewhere than in GitHub Actions nothing happens. */
  void summarize(String markdown) {
    append("GITHUB_STEP_SUMMARY", markdown + "\n");
  }

  /** Sets outputs of the step; null values are left out. */
  void output(Map<String, @Nullable String> outputs) {
    StringBuilder lines = new StringBuilder();
    outputs.forEach(
        (name, value) -> {
          if (value != null) {
            lines.append(name).append('=').append(value.replaceAll("[\r\n]+", " ")).append('\n');
          }
        });
    append("GITHUB_OUTPUT", lines.toString());
  }

  /** Marks the job with an error that GitHub shows beside it. */
  void error(PrintWriter out, String title, String message) {
    if (isGitHub()) {
      out.println("::error title=" + property(title) + "::" + data(message));
      out.flush();
    }
  }

  private boolean isGitHub() {
    return "true".equals(variables.get("GITHUB_ACTIONS"));
  }

  private @Nullable String get(String name) {
    String value = variables.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  private void append(String fileVariable, String text) {
    String file = get(fileVariable);
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + fileVariable + ": " + e.getMessage(), e);
    }
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
