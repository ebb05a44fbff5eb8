package dev.millrace.tracking.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Updates runs, and tells webhooks in the same transaction where that ends one. */
@ApplicationScoped
class RunEnds {

  private final RunStore runs;
  private final EventSink events;

  RunEnds(RunStore runs, EventSink events) {
    this.runs = runs;
    this.events = events;
  }

  /** As {@link RunStore#updateRun}. */
  Optional<RunRow> updateRun(
      String runId,
      @Nullable RunStatus status,
      @Nullable Long endTimeMillis,
      @Nullable String runName) {
    Optional<EventType> end = eventOf(status);
    return end.isPresent()
        ? end(end.get(), runId, status, endTimeMillis, runName)
        // One statement, so a transaction of its own.
        : runs.updateRun(runId, status, endTimeMillis, runName);
  }

  /** An end that is told a second time, by a client that retries, is no event. */
  @Transactional
  Optional<RunRow> end(
      EventType event,
      String runId,
      @Nullable RunStatus status,
      @Nullable Long endTimeMillis,
      @Nullable String runName) {
    Optional<RunStatus> before = runs.lockStatus(runId);
    Optional<RunRow> updated = runs.updateRun(runId, status, endTimeMillis, runName);
    if (updated.isPresent() && !before.equals(Optional.ofNullable(status))) {
      events.publish(event, data(updated.get().info()));
    }
    return updated;
  }

  private static Optional<EventType> eventOf(@Nullable RunStatus status) {
    if (status == RunStatus.FINISHED) {
      return Optional.of(EventType.RUN_FINISHED);
    }
    return status == RunStatus.FAILED || status == RunStatus.KILLED
        ? Optional.of(EventType.RUN_FAILED)
        : Optional.empty();
  }

  private static ObjectNode data(RunInfo run) {
    return MlflowJson.mapper()
        .createObjectNode()
        .put("run_id", run.runId())
        .put("run_name", run.runName())
        .put("experiment_id", run.experimentId())
        .put("status", run.status().name())
        .put("start_time", run.startTime())
        .put("end_time", run.endTime());
  }
}
