package dev.millrace.tracking.origin;

import dev.millrace.core.data.DataReport;
import dev.millrace.core.data.TrainingData;
import dev.millrace.core.registry.MetricRange;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.tracking.metric.MetricInbox;
import dev.millrace.tracking.runrecord.RunRecordService;
import dev.millrace.tracking.sketch.DataReportService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the registry what was tracked of runs. */
@ApplicationScoped
class RunOrigins implements VersionOrigins {

  private final RunRecordService records;
  private final DataReportService dataReports;
  private final MetricInbox inbox;
  private final MetricRangeStore ranges;

  RunOrigins(
      RunRecordService records,
      DataReportService dataReports,
      MetricInbox inbox,
      MetricRangeStore ranges) {
    this.records = records;
    this.dataReports = dataReports;
    this.inbox = inbox;
    this.ranges = ranges;
  }

  @Override
  public Map<String, MetricRange> metrics(Origin origin) {
    // A model's metrics are those of any run.
    inbox.settleAll();
    return ranges.of(origin);
  }

  @Override
  public List<MetricCount> countMetrics(List<Origin> origins, int most) {
    inbox.settleAll();
    return ranges.countOf(origins, most);
  }

  @Override
  public List<Map<String, MetricRange>> metricsOfAll(List<Origin> origins, List<String> keys) {
    inbox.settleAll();
    return ranges.ofAll(origins, keys);
  }

  @Override
  public RunRecord record(String runId) {
    return records.record(runId);
  }

  @Override
  public DataReport dataReport(String runId) {
    return dataReports.getReport(runId);
  }

  @Override
  public Optional<TrainingData> trainingData(String runId) {
    return dataReports.findTrainingData(runId);
  }
}
