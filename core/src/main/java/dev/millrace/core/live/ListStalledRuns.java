package dev.millrace.core.live;

import java.util.List;

/** Lists an experiment's stalled runs, the longest silent first. */
public record ListStalledRuns() {

  /** The answer, at most 1,000 runs. */
  public record Response(List<Liveness> runs) {}
}
