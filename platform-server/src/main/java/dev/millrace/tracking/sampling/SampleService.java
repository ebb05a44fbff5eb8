package dev.millrace.tracking.sampling;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.SampleMetrics;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of sampling. */
@ApplicationScoped
public class SampleService {

  private static final int MAX_RUNS = 100;
  private static final int MAX_KEYS = 20;
  private static final int MAX_WIDTH = 5_000;
  private static final int DEFAULT_WIDTH = 500;

  /** Of one answer, so that it stays one that a browser can hold. */
  private static final long MAX_BUCKETS = 100_000;

  private final SampleStore points;
  private final MetricInbox inbox;

  SampleService(SampleStore points, MetricInbox inbox) {
    this.points = points;
    this.inbox = inbox;
  }

  /** Each series that has points, in the order they were asked for; not within a transaction. */
  public List<SampleMetrics.Series> sample(SampleMetrics request) {
    List<String> runIds = distinct(request.runIds(), "run_ids", MAX_RUNS);
    List<String> keys = distinct(request.metricKeys(), "metric_keys", MAX_KEYS);
    int width = request.width() == null ? DEFAULT_WIDTH : request.width();
    checkWidth(width, runIds.size() * keys.size());
    checkRange(request.start(), request.end());
    SampleMetrics.Axis axis = Objects.requireNonNullElse(request.x(), SampleMetrics.Axis.STEP);
    SampleMetrics.Layout layout =
        Objects.requireNonNullElse(request.layout(), SampleMetrics.Layout.POINTS);
    String[] runs = runIds.toArray(String[]::new);
    inbox.settleRuns(runs);
    List<SampleStore.History> histories =
        points.histories(
            runs,
            keys.toArray(String[]::new),
            axis,
            request.start() == null ? Long.MIN_VALUE : request.start(),
            request.end() == null ? Long.MAX_VALUE : request.end());
    List<SeriesSampler> samplers = new ArrayList<>();
    points.read(
        histories,
        axis,
        history -> {
          SeriesSampler sampler =
              new SeriesSampler(
                  runIds.get(history.run() - 1),
                  keys.get(history.key() - 1),
                  axis,
                  width,
                  layout,
                  history.least(),
                  history.greatest());
          samplers.add(sampler);
          return sampler;
        });
    return samplers.stream().flatMap(sampler -> sampler.series().stream()).toList();
  }

  private static List<String> distinct(@Nullable List<String> values, String name, int most) {
    List<String> given = Require.listOrEmpty(values).stream().distinct().toList();
    if (given.isEmpty()) {
      Require.text(null, name);
    }
    if (given.size() > most) {
      throw MlflowException.invalidParameter(
          "A sample takes at most " + most + " " + name + ". Got " + given.size() + ".");
    }
    return given;
  }

  private static void checkWidth(int width, int series) {
    if (width < 1 || width > MAX_WIDTH) {
      throw Require.invalidValueBare(
          "width", Integer.toString(width), "It must be between 1 and " + MAX_WIDTH + ".");
    }
    if ((long) width * series > MAX_BUCKETS) {
      throw MlflowException.invalidParameter(
          "run_ids × metric_keys × width may be at most "
              + MAX_BUCKETS
              + ". Got "
              + (long) width * series
              + ": ask for fewer series at once, or for a smaller width.");
    }
  }

  private static void checkRange(@Nullable Long start, @Nullable Long end) {
    if (start != null && end != null && start > end) {
      throw MlflowException.invalidParameter(
          "end must not be before start. Found start=" + start + " and end=" + end + ".");
    }
  }
}
