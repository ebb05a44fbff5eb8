package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.serving.Comparison;
import dev.millrace.core.serving.ModelTrial;
import dev.millrace.core.serving.PredictionTests;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The serving runtime answers what the model's own {@link PredictionTests} expect. */
@ApplicationScoped
class PredictionTestsGate implements Gate {

  private static final double DEFAULT_TOLERANCE = 1e-6;
  private static final int FAULTS_SHOWN = 5;

  private final ModelTrial trial;

  PredictionTestsGate(ModelTrial trial) {
    this.trial = trial;
  }

  @Override
  public String type() {
    return "prediction_tests";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    List<PredictionTests.Case> cases = cases(context.candidate());
    List<byte[]> requests = cases.stream().map(PredictionTests.Case::request).toList();
    ModelTrial.Report report =
        trial.run(context.candidate().requireServable(), new ModelTrial.Plan(requests, null));
    double tolerance = spec.number("tolerance").orElse(DEFAULT_TOLERANCE);
    List<String> faults = new ArrayList<>();
    double worst = 0;
    for (int i = 0; i < cases.size(); i++) {
      PredictionTests.Case one = cases.get(i);
      ModelTrial.Answer answer = report.answers().get(i);
      if (answer.predictions() == null) {
        faults.add(one.name() + ": " + answer.error());
        continue;
      }
      Comparison comparison = new Comparison(tolerance);
      try {
        one.compare(comparison, answer.predictions());
      } catch (IOException e) {
        throw new GateException("An answer of the model is no JSON.", e);
      }
      worst = Math.max(worst, comparison.worst());
      comparison.fault().ifPresent(fault -> faults.add(one.name() + ": " + fault));
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("cases", cases.size());
    evidence.put("failed", faults.size());
    evidence.put("tolerance", tolerance);
    evidence.put("largest_difference", worst);
    List<String> shown = faults.subList(0, Math.min(FAULTS_SHOWN, faults.size()));
    return Results.ofFaults(
        spec, shown, cases.size() + " predictions as expected by " + report.flavor(), evidence);
  }

  private static List<PredictionTests.Case> cases(VersionFacts candidate) throws GateException {
    byte[] file =
        candidate
            .findFile(PredictionTests.FILE)
            .orElseThrow(
                () ->
                    new GateException(
                        candidate.label() + " has no file " + PredictionTests.FILE + "."));
    try {
      return PredictionTests.read(file);
    } catch (IllegalArgumentException e) {
      throw new GateException(String.valueOf(e.getMessage()), e);
    }
  }
}
