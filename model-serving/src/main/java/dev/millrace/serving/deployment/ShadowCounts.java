package dev.millrace.serving.deployment;

import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.core.validation.Require;
import java.util.ArrayList;
import java.util.List;

/** What became of mirrored requests, with the last differences, oldest first. */
public record ShadowCounts(
    long same, long different, long failed, long dropped, List<Difference> differences) {

  /** How many differences are kept of one shadow. */
  public static final int MOST_DIFFERENCES = 20;

  public ShadowCounts {
    differences = Require.listOrEmpty(differences);
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return same + different + failed + dropped == 0 && differences.isEmpty();
  }

  /** Both together, with the last differences of both. */
  public ShadowCounts plus(ShadowCounts later) {
    List<Difference> all = new ArrayList<>(differences);
    all.addAll(later.differences);
    return new ShadowCounts(
        same + later.same,
        different + later.different,
        failed + later.failed,
        dropped + later.dropped,
        all.subList(Math.max(0, all.size() - MOST_DIFFERENCES), all.size()));
  }
}
