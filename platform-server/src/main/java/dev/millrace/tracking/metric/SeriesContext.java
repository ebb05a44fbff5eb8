package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What names a series within its run; without model and dataset it is the run's own. */
record SeriesContext(
    String key,
    @Nullable String modelId,
    @Nullable String datasetName,
    @Nullable String datasetDigest)
    implements Comparable<SeriesContext> {

  /** Any order will do, as long as all writers have the same: it is the order of locking. */
  private static final Comparator<SeriesContext> ORDER =
      Comparator.comparing(SeriesContext::key)
          .thenComparing(SeriesContext::modelId, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(
              SeriesContext::datasetName, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(
              SeriesContext::datasetDigest, Comparator.nullsFirst(Comparator.naturalOrder()));

  static SeriesContext of(Metric metric) {
    return new SeriesContext(
        String.valueOf(metric.key()),
        presentOrNull(metric.modelId()),
        presentOrNull(metric.datasetName()),
        presentOrNull(metric.datasetDigest()));
  }

  /** The run's own series of the same key. */
  SeriesContext ofRun() {
    return new SeriesContext(key, null, null, null);
  }

  boolean isOfRun() {
    return modelId == null && datasetName == null && datasetDigest == null;
  }

  @Override
  public int compareTo(SeriesContext other) {
    return ORDER.compare(this, other);
  }

  private static @Nullable String presentOrNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
