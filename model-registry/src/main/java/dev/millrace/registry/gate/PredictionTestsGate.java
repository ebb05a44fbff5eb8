package dev.millrace.registry.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.serving.ModelTrial;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The serving runtime answers what the model's own tests expect. They are a file of the model,
 * {@code tests/predictions.json}: {@code {"cases": [{"name": …, "request": {"dataframe_split": …},
 * "predictions": […]}]}}.
 */
@ApplicationScoped
class PredictionTestsGate implements Gate {

  private static final String FILE = "tests/predictions.json";
  private static final double DEFAULT_TOLERANCE = 1e-6;
  private static final int MOST_CASES = 10_000;
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
    JsonNode cases = cases(context.candidate());
    List<byte[]> requests = new ArrayList<>();
    for (JsonNode one : cases) {
      requests.add(json(one.path("request")));
    }
    ModelTrial.Report report =
        trial.run(context.candidate().requireServable(), new ModelTrial.Plan(requests, null));
    double tolerance = spec.number("tolerance").orElse(DEFAULT_TOLERANCE);
    List<String> faults = new ArrayList<>();
    double worst = 0;
    for (int i = 0; i < cases.size(); i++) {
      String name = cases.get(i).path("name").asText("case " + (i + 1));
      ModelTrial.Answer answer = report.answers().get(i);
      if (answer.predictions() == null) {
        faults.add(name + ": " + answer.error());
        continue;
      }
      Comparison comparison = new Comparison(tolerance);
      comparison.compare(cases.get(i).path("predictions"), tree(answer.predictions()), "");
      worst = Math.max(worst, comparison.worst());
      comparison.fault().ifPresent(fault -> faults.add(name + ": " + fault));
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

  private static JsonNode cases(VersionFacts candidate) throws GateException {
    byte[] file =
        candidate
            .findFile(FILE)
            .orElseThrow(() -> new GateException(candidate.label() + " has no file " + FILE + "."));
    JsonNode cases;
    try {
      cases = MlflowJson.mapper().readTree(file).path("cases");
    } catch (IOException e) {
      throw new GateException(FILE + " is not JSON.", e);
    }
    if (!cases.isArray() || cases.isEmpty() || cases.size() > MOST_CASES) {
      throw new GateException(FILE + " has no list 'cases' of 1 to " + MOST_CASES + ".");
    }
    for (int i = 0; i < cases.size(); i++) {
      if (!cases.get(i).path("request").isObject() || !cases.get(i).has("predictions")) {
        throw new GateException(FILE + ": case " + (i + 1) + " lacks a request or predictions.");
      }
    }
    return cases;
  }

  private static byte[] json(JsonNode node) throws GateException {
    try {
      return MlflowJson.mapper().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new GateException("A request of " + FILE + " cannot be written.", e);
    }
  }

  private static JsonNode tree(String json) throws GateException {
    try {
      return MlflowJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new GateException("An answer of the model is no JSON.", e);
    }
  }
}
