package dev.millrace.systemtests.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What came of a case.
 *
 * @param problems what is wrong, for a reader; empty where nothing is
 */
record Verdict(ContractCase contractCase, boolean explained, List<String> problems) {

  /** Compares the answers to each step. */
  static Verdict of(
      ContractCase contractCase,
      List<Answer> mlflow,
      List<Answer> millrace,
      Set<String> knownDifferences) {
    List<String> problems = new ArrayList<>();
    boolean explained = false;
    for (int i = 0; i < contractCase.steps().size(); i++) {
      Step step = contractCase.steps().get(i);
      String problem = problem(step, mlflow.get(i), millrace.get(i), knownDifferences);
      if (!problem.isEmpty()) {
        problems.add("step %d, %s %s: %s".formatted(i + 1, step.method(), step.path(), problem));
      }
      explained |= step.explained() != null;
    }
    return new Verdict(contractCase, explained, problems);
  }

  private static String problem(
      Step step, Answer mlflow, Answer millrace, Set<String> knownDifferences) {
    List<String> differences = Differences.between(mlflow, millrace);
    if (step.explained() == null) {
      if (mlflow.failure() != null && differences.isEmpty()) {
        return "neither server could be asked: " + mlflow.failure();
      }
      return differences.isEmpty() ? "" : "\n    " + String.join("\n    ", differences);
    }
    if (differences.isEmpty()) {
      return "'explained' is stale: the answers are equal (" + mlflow.summary() + ")";
    }
    if (!knownDifferences.contains(step.explained())) {
      return "docs/compatibility.md has no known difference named '" + step.explained() + "'";
    }
    return millrace.summary().equals(step.millrace())
        ? ""
        : "Millrace answers '%s', not '%s': %s"
            .formatted(millrace.summary(), step.millrace(), millrace.body());
  }
}
