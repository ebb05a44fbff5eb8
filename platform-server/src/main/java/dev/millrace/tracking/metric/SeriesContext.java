package dev.millrace.tracking.metric;

import org.jspecify.annotations.Nullable;

/** What names a series; without model and dataset it is the run's own of this key. */
record SeriesContext(
    long runKey,
    String key,
    @Nullable String modelId,
    @Nullable String datasetName,
    @Nullable String datasetDigest) {

  /** The run's own series of the same key. */
  SeriesContext ofRun() {
    return new SeriesContext(runKey, key, null, null, null);
  }

  boolean isOfRun() {
    return modelId == null && datasetName == null && datasetDigest == null;
  }
}
