package dev.millrace.registry.gate;

import dev.millrace.core.data.DataReport;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.runrecord.RunRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** It is known what the candidate learnt from, and it was measured on data apart from that. */
@ApplicationScoped
class DataGate implements Gate {

  private static final Set<String> TRAINING = Set.of("training", "train");

  @Override
  public String type() {
    return "data";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    List<String> faults = new ArrayList<>();
    Map<String, Object> evidence = new LinkedHashMap<>();
    RunRecord record = context.candidate().requireRecord();
    Set<String> training = digests(record, true);
    Set<String> evaluation = digests(record, false);
    evidence.put("training_digests", List.copyOf(training));
    evidence.put("evaluation_digests", List.copyOf(evaluation));
    if (spec.flag("training_digest", true) && training.isEmpty()) {
      faults.add("no training data is recorded");
    }
    if (spec.flag("same_evaluation_data", false) && context.champion() != null) {
      Set<String> ofChampion = digests(context.requireChampion().requireRecord(), false);
      evidence.put("champion_evaluation_digests", List.copyOf(ofChampion));
      if (evaluation.isEmpty() || !evaluation.equals(ofChampion)) {
        faults.add(
            "it was evaluated on "
                + listed(evaluation)
                + ", and version "
                + context.requireChampion().version().version()
                + " on "
                + listed(ofChampion));
      }
    }
    if (spec.number("max_overlap").isPresent()) {
      overlap(spec.number("max_overlap").get(), context.candidate(), faults, evidence);
    }
    return Results.ofFaults(
        spec, faults, "trained on " + listed(training) + ", as far as asked apart", evidence);
  }

  private static void overlap(
      double bound, VersionFacts candidate, List<String> faults, Map<String, Object> evidence)
      throws GateException {
    List<DataReport.Overlap> overlaps = candidate.requireDataReport().overlaps();
    if (overlaps.isEmpty()) {
      throw new GateException(
          "The overlap of training and evaluation data is not known: the run has not both.");
    }
    double worst = 0;
    for (DataReport.Overlap overlap : overlaps) {
      Double share = overlap.evaluationShare();
      if (share == null) {
        throw new GateException(
            "The overlap of '%s' and '%s' is not known: %s"
                .formatted(overlap.training(), overlap.evaluation(), overlap.reason()));
      }
      worst = Math.max(worst, share);
    }
    evidence.put("overlap", worst);
    evidence.put("max_overlap", bound);
    if (worst > bound) {
      faults.add(
          "%.4f of the evaluation data's rows were trained on; at most %.4f may be"
              .formatted(worst, bound));
    }
  }

  private static Set<String> digests(RunRecord record, boolean ofTraining) {
    Set<String> digests = new TreeSet<>();
    for (RunRecord.Data data : record.datasets()) {
      String context = data.context() == null ? "" : data.context();
      if (TRAINING.contains(context) == ofTraining && !data.digest().isEmpty()) {
        digests.add(data.digest());
      }
    }
    return digests;
  }

  private static String listed(Set<String> digests) {
    return digests.isEmpty() ? "nothing that is recorded" : String.join(", ", digests);
  }
}
