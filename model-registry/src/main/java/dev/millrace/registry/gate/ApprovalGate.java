package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import dev.millrace.core.registry.PromotionRequest.ReportKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** So many people said yes, not counting who asked. */
@ApplicationScoped
class ApprovalGate implements Gate {

  @Override
  public String type() {
    return "approval";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) {
    int count = spec.number("count").orElse(1.0).intValue();
    List<String> approvers =
        context.reports().stream()
            .filter(report -> report.kind() == ReportKind.APPROVAL)
            .map(report -> report.user())
            .filter(user -> !user.equals(context.requester()))
            .distinct()
            .toList();
    Map<String, Object> evidence = Map.of("approved_by", approvers, "needed", count);
    return approvers.size() >= count
        ? Results.pass(spec, "approved by " + String.join(", ", approvers), evidence)
        : Results.of(
            spec,
            GateStatus.PENDING,
            "%d of %d approvals".formatted(approvers.size(), count),
            evidence);
  }
}
