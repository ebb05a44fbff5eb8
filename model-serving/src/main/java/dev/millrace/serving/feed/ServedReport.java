package dev.millrace.serving.feed;

import dev.millrace.core.validation.Require;
import dev.millrace.serving.replica.ReplicaReports.Served;
import java.util.List;

/** All that a serving replica holds now. */
public record ServedReport(List<Served> served) {

  public ServedReport {
    served = Require.listOrEmpty(served);
  }
}
