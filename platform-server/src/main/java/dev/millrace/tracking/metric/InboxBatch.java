package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import java.util.List;

/**
 * The metrics of one call, as {@code metric_inbox} keeps them.
 *
 * @param size how many points they are
 * @param points in the format of {@link PackedPoints}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record InboxBatch(int size, byte[] points) {

  /** Puts a batch into the inbox of the run that {@code active (run_key, experiment_id)} names. */
  public static final String APPEND =
      """
      INSERT INTO metric_inbox (run_key, experiment_id, point_count, points)
      SELECT run_key, experiment_id, ?, ? FROM active""";

  /**
   * Packs metrics.
   *
   * @param metrics checked: key, value and timestamp are present
   */
  public static InboxBatch of(List<Metric> metrics) {
    return new InboxBatch(metrics.size(), PackedPoints.pack(metrics));
  }

  /** The arguments of {@link #APPEND}. */
  public Object[] args() {
    return new Object[] {size, points};
  }
}
