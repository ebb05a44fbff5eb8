package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one call, column by column, as {@code metric_inbox} keeps them. The columns have
 * one entry a point; the last three are absent where no point has such a context.
 */
public record InboxBatch(
    String[] keys,
    long[] steps,
    long[] timestamps,
    double[] values,
    @Nullable String @Nullable [] modelIds,
    @Nullable String @Nullable [] datasetNames,
    @Nullable String @Nullable [] datasetDigests) {

  /** Puts a batch into the inbox of the run that {@code active (run_key, experiment_id)} names. */
  public static final String APPEND =
      """
      INSERT INTO metric_inbox
        (run_key, experiment_id, point_count, metric_keys, metric_steps, metric_timestamps,
         metric_values, model_ids, dataset_names, dataset_digests)
      SELECT run_key, experiment_id, ?::integer, ?::text[], ?::bigint[], ?::bigint[], ?::float8[],
             ?::text[], ?::text[], ?::text[]
      FROM active""";

  /**
   * Takes metrics apart.
   *
   * @param metrics checked: key, value and timestamp are present
   */
  public static InboxBatch of(List<Metric> metrics) {
    return new InboxBatch(
        metrics.stream().map(Metric::key).toArray(String[]::new),
        metrics.stream().mapToLong(m -> m.step() == null ? 0 : m.step()).toArray(),
        metrics.stream().mapToLong(Metric::timestamp).toArray(),
        metrics.stream().mapToDouble(Metric::value).toArray(),
        contexts(metrics, Metric::modelId),
        contexts(metrics, Metric::datasetName),
        contexts(metrics, Metric::datasetDigest));
  }

  /** The arguments of {@link #APPEND}. */
  public @Nullable Object[] args() {
    return new Object[] {
      size(), keys, steps, timestamps, values, modelIds, datasetNames, datasetDigests
    };
  }

  public int size() {
    return keys.length;
  }

  SeriesContext context(long runKey, int point) {
    return new SeriesContext(
        runKey,
        keys[point],
        at(modelIds, point),
        at(datasetNames, point),
        at(datasetDigests, point));
  }

  Point point(int point) {
    return new Point(steps[point], timestamps[point], values[point]);
  }

  private static @Nullable String at(@Nullable String @Nullable [] column, int point) {
    return column == null ? null : column[point];
  }

  private static @Nullable String @Nullable [] contexts(
      List<Metric> metrics, Function<Metric, @Nullable String> context) {
    @Nullable String[] column = new String[metrics.size()];
    boolean present = false;
    for (int i = 0; i < column.length; i++) {
      String text = context.apply(metrics.get(i));
      if (text != null && !text.isEmpty()) {
        column[i] = text;
        present = true;
      }
    }
    return present ? column : null;
  }
}
