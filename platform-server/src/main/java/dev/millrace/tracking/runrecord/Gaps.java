package dev.millrace.tracking.runrecord;

import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.runrecord.RunRecord.Missing;
import dev.millrace.core.runrecord.SecretMask;
import dev.millrace.core.tracking.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a record lacks. */
final class Gaps {

  private final List<Missing> missing = new ArrayList<>();

  private Gaps() {}

  static List<Missing> of(
      RunStatus status, RunRecord.Code code, RunRecord.Environment environment) {
    Gaps gaps = new Gaps();
    gaps.inCode(code);
    gaps.inEnvironment(environment);
    if (status != RunStatus.FINISHED) {
      gaps.add("status", "The run is " + status + ": its metrics are not final.");
    }
    return List.copyOf(gaps.missing);
  }

  private void inCode(RunRecord.Code code) {
    require(code.commit(), "code.commit", "No git commit was recorded.");
    require(
        code.repository(),
        "code.repository",
        "The repository has no remote: whoever runs it again must say where it is.");
    if (code.dirty() == null) {
      add("code.dirty", "Nobody told whether the working tree was as committed.");
    } else if (code.dirty()) {
      add("code.dirty", "The working tree had changes that are not in the commit.");
    }
    require(code.entryPoint(), "code.entry_point", "Nobody told what was started.");
    if (code.arguments() == null) {
      add("code.arguments", "Nobody told the arguments.");
    } else if (code.arguments().stream().anyMatch(a -> a.contains(SecretMask.MASK))) {
      add("code.arguments", "An argument that looked like a secret was masked.");
    }
  }

  private void inEnvironment(RunRecord.Environment environment) {
    require(environment.language(), "environment.language", "Nobody told the language.");
    require(environment.version(), "environment.version", "Nobody told the language's version.");
    if (environment.packages().isEmpty() && environment.image() == null) {
      add("environment.packages", "Neither packages nor an image were recorded.");
    }
    for (RunRecord.PackageVersion dependency : environment.packages()) {
      if (dependency.version().startsWith("@")) {
        add(
            "environment.packages",
            dependency.name()
                + " came from "
                + dependency.version().substring(1).strip()
                + ", which may not be what it was.");
      }
    }
  }

  private void require(@Nullable String value, String field, String reason) {
    if (value == null || value.isEmpty()) {
      add(field, reason);
    }
  }

  private void add(String field, String reason) {
    missing.add(new Missing(field, reason));
  }
}
