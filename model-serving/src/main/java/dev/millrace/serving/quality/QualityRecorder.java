package dev.millrace.serving.quality;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.SetModelVersionTag;
import dev.millrace.core.serving.GetQuality.VersionQuality;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.registry.version.ModelVersionService;
import dev.millrace.serving.quality.GroundTruthStore.Due;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the quality of versions to their tags, {@code quality.ENDPOINT.accuracy} and the like.
 * Tags and not metrics: a version's metrics are those of its run, which say how it was made and
 * stay as they are.
 */
@Singleton
class QualityRecorder {

  private static final Logger LOG = Logger.getLogger(QualityRecorder.class);
  private static final Duration CLEARED_EVERY = Duration.ofHours(1);
  private static final int REMOVED_AT_ONCE = 2_000;
  private static final MathContext DIGITS = new MathContext(6);

  private final QualityService quality;
  private final GroundTruthStore truths;
  private final ModelVersionService versions;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-quality");

  QualityRecorder(
      QualityService quality,
      GroundTruthStore truths,
      ModelVersionService versions,
      QualityConfig config) {
    this.quality = quality;
    this.truths = truths;
    this.versions = versions;
    this.intervalMillis = config.recordInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> recording =
        executor.scheduleWithFixedDelay(
            this::record, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> clearing =
        executor.scheduleWithFixedDelay(
            this::forget, 0, CLEARED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  private void record() {
    try {
      truths.takeDue().forEach(this::record);
    } catch (RuntimeException e) {
      LOG.debugf("the quality of versions is written down the next time: %s", e);
    }
  }

  private void record(Due due) {
    try {
      quality
          .quality(due.logId(), due.endpoint(), 0, Long.MAX_VALUE)
          .versions()
          .forEach(version -> record(due, version));
    } catch (MlflowException e) {
      // Model or version were deleted, and nobody looks for their tags.
      LOG.debugf("the quality behind endpoint %s has no place: %s", due.endpoint(), e);
    } catch (RuntimeException e) {
      LOG.warnf("the quality behind endpoint %s is written down later: %s", due.endpoint(), e);
      truths.giveBack(due.logId());
    }
  }

  private void record(Due due, VersionQuality version) {
    for (Map.Entry<String, Double> metric : metrics(version).entrySet()) {
      versions.setTag(
          new SetModelVersionTag(
              due.modelName(),
              version.version(),
              "quality." + due.endpoint() + "." + metric.getKey(),
              BigDecimal.valueOf(metric.getValue())
                  .round(DIGITS)
                  .stripTrailingZeros()
                  .toPlainString()));
    }
  }

  private static Map<String, Double> metrics(VersionQuality version) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    put(metrics, "rows", (double) version.rows());
    put(metrics, "accuracy", version.accuracy());
    put(metrics, "precision", version.precision());
    put(metrics, "recall", version.recall());
    put(metrics, "f1", version.f1());
    put(metrics, "mae", version.mae());
    put(metrics, "rmse", version.rmse());
    put(metrics, "r2", version.r2());
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }

  private void forget() {
    try {
      int removed = REMOVED_AT_ONCE;
      while (removed == REMOVED_AT_ONCE && !executor.isShutdown()) {
        removed = truths.deleteExpired(System.currentTimeMillis(), REMOVED_AT_ONCE);
      }
    } catch (RuntimeException e) {
      LOG.debugf("old ground truth is removed the next time: %s", e);
    }
  }
}
