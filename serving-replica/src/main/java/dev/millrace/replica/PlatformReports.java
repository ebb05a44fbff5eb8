package dev.millrace.replica;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import dev.millrace.serving.feed.CountsReport;
import dev.millrace.serving.feed.ServedReport;
import dev.millrace.serving.replica.ReplicaIdentity;
import dev.millrace.serving.replica.ReplicaReports;
import dev.millrace.serving.traffic.ServingCounts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells the platform what is served here, and what was counted. Who calls tells again himself. */
@Singleton
class PlatformReports implements ReplicaReports, ServingCounts {

  private static final String COUNTS = "/counts";

  private final PlatformClient platform;
  private final UUID self;

  PlatformReports(PlatformClient platform, ReplicaIdentity self) {
    this.platform = platform;
    this.self = self.id();
  }

  @Override
  public void putReplica(UUID id, Identity identity) {
    platform.tell("PUT", id, "", identity);
  }

  @Override
  public void putServed(UUID id, List<Served> served) {
    platform.tell("PUT", id, "/served", new ServedReport(served));
  }

  @Override
  public void deleteReplica(UUID id) {
    platform.forget(id);
  }

  @Override
  public void addRequests(Map<Long, Long> requests) {
    List<CountsReport.Requests> each =
        requests.entrySet().stream()
            .map(entry -> new CountsReport.Requests(entry.getKey(), entry.getValue()))
            .toList();
    platform.tell("POST", self, COUNTS, new CountsReport(each, List.of(), List.of()));
  }

  @Override
  public void addShadowed(ShadowOf shadow, ShadowCounts counts) {
    CountsReport.Shadowed shadowed =
        new CountsReport.Shadowed(shadow.endpointId(), shadow.variant(), counts);
    platform.tell("POST", self, COUNTS, new CountsReport(List.of(), List.of(shadowed), List.of()));
  }

  @Override
  public void putCanary(UUID server, CanaryCounts counts) {
    platform.tell("POST", server, COUNTS, new CountsReport(List.of(), List.of(), List.of(counts)));
  }
}
