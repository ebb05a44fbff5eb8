package dev.millrace.replica;

import dev.millrace.serving.ServerId;
import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import dev.millrace.serving.feed.CountsReport;
import dev.millrace.serving.feed.ServedReport;
import dev.millrace.serving.replica.ReplicaReports;
import dev.millrace.serving.traffic.MinuteCount;
import dev.millrace.serving.traffic.ServingCounts;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells the platform what is served here, and what was counted. Who calls tells again himself. */
@Singleton
class PlatformReports implements ReplicaReports, ServingCounts {

  private static final Logger LOG = Logger.getLogger(PlatformReports.class);

  private final PlatformClient platform;
  private final UUID self;

  PlatformReports(PlatformClient platform, ServerId self) {
    this.platform = platform;
    this.self = self.value();
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
  public void addRequests(List<MinuteCount> requests) {
    long now = MinuteCount.now();
    List<CountsReport.Requests> each =
        requests.stream()
            .map(
                count ->
                    new CountsReport.Requests(
                        count.endpointId(), count.requests(), Math.max(0, now - count.minute())))
            .toList();
    tellCounts(self, new CountsReport(each, List.of(), List.of()));
  }

  @Override
  public void addShadowed(ShadowOf shadow, ShadowCounts counts) {
    CountsReport.Shadowed shadowed =
        new CountsReport.Shadowed(shadow.endpointId(), shadow.variant(), counts);
    tellCounts(self, new CountsReport(List.of(), List.of(shadowed), List.of()));
  }

  @Override
  public void putCanary(UUID server, CanaryCounts counts) {
    tellCounts(server, new CountsReport(List.of(), List.of(), List.of(counts)));
  }

  /** What the platform never takes is lost, and holds up no other. */
  private void tellCounts(UUID server, CountsReport report) {
    try {
      platform.tell("POST", server, "/counts", report);
    } catch (PlatformException e) {
      if (e.mayPass()) {
        throw e;
      }
      LOG.warnf("the platform does not take what was counted: %s", e);
    }
  }
}
