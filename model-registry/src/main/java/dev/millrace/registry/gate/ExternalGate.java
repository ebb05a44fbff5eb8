package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import dev.millrace.core.registry.PromotionRequest.Report;
import dev.millrace.core.registry.PromotionRequest.ReportKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A check outside, by its name, reported that it passed; its last word counts. */
@ApplicationScoped
class ExternalGate implements Gate {

  @Override
  public String type() {
    return "external";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) {
    String check = spec.text("check").orElse("");
    List<Report> reports =
        context.reports().stream()
            .filter(r -> r.kind() == ReportKind.CHECK && check.equals(r.checkName()))
            .toList();
    if (reports.isEmpty()) {
      return Results.of(
          spec, GateStatus.PENDING, "'" + check + "' has not reported", Map.of("check", check));
    }
    Report last = reports.get(reports.size() - 1);
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("check", check);
    evidence.put("reported_by", last.user());
    if (last.url() != null) {
      evidence.put("url", last.url());
    }
    return Boolean.TRUE.equals(last.passed())
        ? Results.pass(spec, "'" + check + "' passed", evidence)
        : Results.fail(spec, "'" + check + "' failed", evidence);
  }
}
