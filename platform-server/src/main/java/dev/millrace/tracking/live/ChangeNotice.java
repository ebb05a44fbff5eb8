package dev.millrace.tracking.live;

import dev.millrace.tracking.change.RunChange;
import dev.millrace.tracking.change.RunChanges;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes as they travel between replicas: {@code run:change+change,run:change}, each change by its
 * number.
 *
 * @param overflowed whether more happened than is named
 */
record ChangeNotice(Map<String, Set<RunChange>> runs, boolean overflowed) {

  /** PostgreSQL takes less than 8,000 bytes. */
  static final int MOST_BYTES = 7_900;

  private static final String OVERFLOWED = "*";
  private static final RunChange[] CHANGES = RunChange.values();

  /** The notices of what was drained, each short enough; run ids are ASCII. */
  static List<String> write(RunChanges.Drained drained) {
    List<String> payloads = new ArrayList<>();
    if (drained.overflowed()) {
      payloads.add(OVERFLOWED);
    }
    StringBuilder payload = new StringBuilder();
    drained
        .runs()
        .forEach(
            (runId, changes) -> {
              StringBuilder entry = new StringBuilder(runId);
              changes.forEach(
                  change ->
                      entry
                          .append(entry.length() == runId.length() ? ':' : '+')
                          .append(change.ordinal()));
              if (payload.length() + 1 + entry.length() > MOST_BYTES) {
                payloads.add(payload.toString());
                payload.setLength(0);
              }
              if (!payload.isEmpty()) {
                payload.append(',');
              }
              payload.append(entry);
            });
    if (!payload.isEmpty()) {
      payloads.add(payload.toString());
    }
    return payloads;
  }

  /** What several notices say together; what cannot be read counts as more than is named. */
  static ChangeNotice read(List<String> payloads) {
    Map<String, Set<RunChange>> runs = new HashMap<>();
    boolean overflowed = false;
    for (String payload : payloads) {
      try {
        readInto(runs, payload);
      } catch (IllegalArgumentException e) {
        overflowed = true;
      }
    }
    return new ChangeNotice(runs, overflowed);
  }

  private static void readInto(Map<String, Set<RunChange>> runs, String payload) {
    for (String entry : payload.split(",", -1)) {
      int colon = entry.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("not a notice");
      }
      Set<RunChange> changes =
          runs.computeIfAbsent(entry.substring(0, colon), runId -> EnumSet.noneOf(RunChange.class));
      for (String number : entry.substring(colon + 1).split("\\+", -1)) {
        int ordinal = Integer.parseInt(number);
        if (ordinal < 0 || ordinal >= CHANGES.length) {
          throw new IllegalArgumentException("not a change");
        }
        changes.add(CHANGES[ordinal]);
      }
    }
  }
}
