package dev.millrace.serving.feed;

import dev.millrace.serving.canary.CanaryDecisions;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.ShadowOf;
import dev.millrace.serving.deployment.StoredSwapHistory;
import dev.millrace.serving.endpoint.EndpointService;
import dev.millrace.serving.replica.ReplicaReports;
import dev.millrace.serving.traffic.MinuteCount;
import dev.millrace.serving.traffic.ServingCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes in what serving replicas tell, as if each had written it down itself. */
@ApplicationScoped
class ReportService {

  private final ReplicaReports replicas;
  private final StoredSwapHistory swaps;
  private final ServingCounts counts;
  private final CanaryDecisions canaries;
  private final EndpointService endpoints;

  ReportService(
      ReplicaReports replicas,
      StoredSwapHistory swaps,
      ServingCounts counts,
      CanaryDecisions canaries,
      EndpointService endpoints) {
    this.replicas = replicas;
    this.swaps = swaps;
    this.counts = counts;
    this.canaries = canaries;
    this.endpoints = endpoints;
  }

  void putReplica(UUID replica, ReplicaReports.Identity identity) {
    replicas.putReplica(replica, ReportRules.identity(identity));
  }

  void deleteReplica(UUID replica) {
    replicas.deleteReplica(replica);
  }

  @Transactional
  void putServed(UUID replica, ServedReport report) {
    ReportRules.all(report.served(), "served").forEach(ReportRules::served);
    // One endpoint twice would be one row twice.
    Map<Long, ReplicaReports.Served> byEndpoint =
        report.served().stream()
            .collect(
                Collectors.toMap(
                    ReplicaReports.Served::endpointId, Function.identity(), (a, b) -> b));
    replicas.putServed(replica, byEndpoint.values().stream().toList());
  }

  @Transactional
  void addCounts(UUID replica, CountsReport report) {
    ReportRules.all(report.requests(), "requests").forEach(ReportRules::requests);
    ReportRules.all(report.shadows(), "shadows").forEach(ReportRules::shadowed);
    ReportRules.all(report.canaries(), "canaries").forEach(ReportRules::canary);
    if (!report.requests().isEmpty()) {
      long now = MinuteCount.now();
      counts.addRequests(
          report.requests().stream()
              .map(
                  each ->
                      new MinuteCount(now - each.minutesAgo(), each.endpointId(), each.requests()))
              .toList());
    }
    report
        .shadows()
        .forEach(
            each ->
                counts.addShadowed(new ShadowOf(each.endpointId(), each.variant()), each.counts()));
    report.canaries().forEach(canary -> counts.putCanary(replica, canary));
  }

  @Transactional
  void putSwaps(UUID replica, SwapsReport report) {
    ReportRules.all(report.swaps(), "swaps").forEach(each -> ReportRules.swap(each.swap()));
    ReportRules.all(report.refusals(), "refusals").forEach(ReportRules::refusal);
    Map<Long, EndpointSpec> byId =
        endpoints.all().stream()
            .collect(Collectors.toMap(EndpointSpec::endpointId, Function.identity()));
    for (SwapsReport.NumberedSwap told : report.swaps()) {
      EndpointSpec endpoint = byId.get(told.endpointId());
      if (endpoint != null) {
        swaps.writeReplica(replica, told.number(), endpoint, told.swap(), told.swapped());
      }
    }
    for (SwapsReport.Refusal refusal : report.refusals()) {
      if (byId.containsKey(refusal.endpointId())) {
        canaries.giveUp(refusal.endpointId(), refusal.canaryId(), refusal.reason());
      }
    }
  }
}
