package dev.millrace.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of the APIs this client calls. */
public final class Wire {

  private Wire() {}

  public record Deployment(
      String version, String state, @Nullable String reason, @Nullable Long since) {}

  public record Endpoint(
      String name,
      String modelName,
      String alias,
      @Nullable String liveVersion,
      @Nullable String liveState,
      @Nullable Long createdAt,
      @Nullable List<Deployment> deployments) {}

  public record Swap(
      String swapId,
      @Nullable String fromVersion,
      @Nullable String toVersion,
      String state,
      @Nullable String reason,
      @Nullable Long startedAt,
      @Nullable Long endedAt) {}
}
