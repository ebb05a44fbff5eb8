package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactUsage;
import dev.millrace.core.artifact.GetStorageReport;
import dev.millrace.core.validation.Require;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of reports on storage. A page that is opened again and again is counted for once. */
@Singleton
class StorageReportService {

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final int DEFAULT_EXPERIMENTS = 10;
  private static final int MOST_EXPERIMENTS = 100;

  private final ObjectStore objects;
  private final StorageReportStore store;
  private final Clock clock = Clock.systemUTC();
  private GetStorageReport.@Nullable Response last;

  StorageReportService(ObjectStore objects, StorageReportStore store) {
    this.objects = objects;
    this.store = store;
  }

  /** The report, which may be a minute old. */
  GetStorageReport.Response report(GetStorageReport request) {
    int most =
        Require.upTo(MOST_EXPERIMENTS, request.experiments(), DEFAULT_EXPERIMENTS, "experiments");
    GetStorageReport.Response report = counted();
    List<GetStorageReport.ExperimentStorage> all = report.experiments();
    return new GetStorageReport.Response(
        report.countedAt(),
        report.total(),
        report.waiting(),
        all.subList(0, Math.min(most, all.size())));
  }

  private synchronized GetStorageReport.Response counted() {
    long now = clock.millis();
    GetStorageReport.Response report = last;
    if (report == null || now - report.countedAt() >= GOOD_FOR.toMillis()) {
      ArtifactUsage total = objects.usage();
      report =
          new GetStorageReport.Response(
              now, total, store.waiting(), store.largestExperiments(MOST_EXPERIMENTS));
      last = report;
    }
    return report;
  }
}
