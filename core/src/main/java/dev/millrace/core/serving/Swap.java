package dev.millrace.core.serving;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring a version behind an endpoint. Times are milliseconds since the epoch.
 *
 * @param fromVersion the version that served when it began; absent for the first
 * @param variant that it was brought up for; absent where it is the one that the endpoint follows
 * @param state the last of the transitions
 * @param reason why it failed
 * @param endedAt when it failed, or when the replaced version was freed
 */
public record Swap(
    long swapId,
    @Nullable String fromVersion,
    String toVersion,
    @Nullable String variant,
    DeploymentState state,
    @Nullable String reason,
    long startedAt,
    @Nullable Long endedAt,
    List<Transition> transitions) {

  /** When a state was reached. */
  public record Transition(DeploymentState state, long at) {}
}
