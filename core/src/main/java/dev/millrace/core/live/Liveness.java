package dev.millrace.core.live;

import dev.millrace.core.tracking.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run that says it goes on still does.
 *
 * @param stalled the run is RUNNING, has sent a heartbeat and has been silent for too long since
 * @param lastHeartbeatTime milliseconds since 1970, by the clock of the database; absent, as all
 *     that follow, where the run sent none, or ended long ago
 * @param silentMillis how long that is ago
 */
public record Liveness(
    String runId,
    String runName,
    RunStatus status,
    boolean stalled,
    @Nullable Long lastHeartbeatTime,
    @Nullable Long silentMillis,
    @Nullable Long intervalMillis,
    @Nullable Long stalledAfterMillis) {}
