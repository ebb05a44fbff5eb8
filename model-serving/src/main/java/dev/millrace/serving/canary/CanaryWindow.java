package dev.millrace.serving.canary;

/** What both versions of a canary do during one step, in this process. */
public final class CanaryWindow {

  private final long canaryId;
  private final int step;
  private final Tally from = new Tally();
  private final Tally to = new Tally();

  public CanaryWindow(long canaryId, int step) {
    this.canaryId = canaryId;
    this.step = step;
  }

  public boolean isOf(CanaryDecision.Running canary) {
    return canaryId == canary.canaryId() && step == canary.step();
  }

  public long canaryId() {
    return canaryId;
  }

  /** What was counted so far. */
  public CanaryCounts counts() {
    return new CanaryCounts(
        canaryId, step, CanaryCounts.Counts.of(from.totals()), CanaryCounts.Counts.of(to.totals()));
  }

  /** Of the previous version. */
  public Tally from() {
    return from;
  }

  /** Of the new version. */
  public Tally to() {
    return to;
  }
}
