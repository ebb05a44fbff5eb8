package dev.millrace.registry.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.registry.GateResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people must have written down about the candidate. */
@ApplicationScoped
class MetadataGate implements Gate {

  @Override
  public String type() {
    return "metadata";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    VersionFacts candidate = context.candidate();
    List<String> faults = new ArrayList<>();
    Map<String, Object> evidence = new LinkedHashMap<>();
    Map<String, String> tags = candidate.tags();
    for (JsonNode wanted : spec.settings().path("tags")) {
      String value = tags.get(wanted.asText());
      if (value == null || value.isBlank()) {
        faults.add("the tag '" + wanted.asText() + "' is missing");
      } else {
        evidence.put("tag " + wanted.asText(), value);
      }
    }
    if (spec.flag("description", false)) {
      String description = candidate.version().description();
      if (description == null || description.isBlank()) {
        faults.add("the description is missing");
      }
    }
    if (spec.flag("verdict", false)) {
      String verdict = candidate.requireRecord().verdict();
      if (verdict == null || verdict.isBlank()) {
        faults.add("the run has no verdict on its hypothesis (tag millrace.verdict)");
      } else {
        evidence.put("verdict", verdict);
      }
    }
    return Results.ofFaults(spec, faults, "all there", evidence);
  }
}
