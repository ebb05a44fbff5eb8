package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.PythonText;
import dev.millrace.core.validation.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The checked content of a log-batch, or of one of the single calls.
 *
 * <p>Source of the limits and the words: {@code mlflow/utils/validation.py} (3.17).
 */
public record LoggedData(
    List<Metric> metrics, SortedMap<String, String> params, SortedMap<String, String> tags) {

  /** The tag that is the run's name. */
  public static final String RUN_NAME_TAG = "mlflow.runName";

  /** Longest id of a model; ids are looked up by, and an index holds no text of any length. */
  static final int MAX_MODEL_ID = 250;

  public static final int MAX_DATASET_NAME = 500;
  static final int MAX_DATASET_DIGEST = 36;

  public static final int MAX_TAG_VALUE_LENGTH = 8_000;

  private static final int MAX_METRICS = 1000;
  private static final int MAX_PARAMS = 100;
  private static final int MAX_TAGS = 100;
  private static final int MAX_ENTITIES = 1000;
  private static final int MAX_PARAM_VALUE_LENGTH = 6000;
  private static final Pattern RUN_ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

  static LoggedData ofBatch(LogBatch batch) {
    List<Metric> metrics = Require.listOrEmpty(batch.metrics());
    List<Param> params = Require.listOrEmpty(batch.params());
    List<RunTag> tags = Require.listOrEmpty(batch.tags());
    checkRunId(batch.runId());
    checkPresent(metrics, params, tags);
    LoggedData data = new LoggedData(metrics, new TreeMap<>(), new TreeMap<>());
    for (int i = 0; i < metrics.size(); i++) {
      checkMetric(metrics.get(i), "metrics[" + i + "].");
    }
    List<String> repeated = new ArrayList<>();
    for (int i = 0; i < params.size(); i++) {
      String key = checkedParamKey(params.get(i).key(), "params[" + i + "].");
      if (data.params.put(key, paramValue(params.get(i).value())) != null) {
        repeated.add("'" + key + "'");
      }
    }
    for (int i = 0; i < tags.size(); i++) {
      data.putTag(tags.get(i), "tags[" + i + "].");
    }
    checkLimits(metrics.size(), params.size(), tags.size());
    if (!repeated.isEmpty()) {
      throw MlflowException.invalidParameter(
          "Duplicate parameter keys have been submitted: "
              + repeated.stream().collect(Collectors.joining(", ", "[", "]"))
              + ". Please ensure the request contains only one param value per param key.");
    }
    return data;
  }

  static LoggedData ofMetric(Metric metric) {
    checkMetric(metric, "");
    return new LoggedData(List.of(metric), new TreeMap<>(), new TreeMap<>());
  }

  static LoggedData ofParam(String key, @Nullable String value) {
    LoggedData data = new LoggedData(List.of(), new TreeMap<>(), new TreeMap<>());
    data.params.put(checkedParamKey(key, ""), paramValue(value));
    return data;
  }

  static LoggedData ofTag(RunTag tag) {
    LoggedData data = new LoggedData(List.of(), new TreeMap<>(), new TreeMap<>());
    data.putTag(tag, "");
    return data;
  }

  /** The tags of a new run; their names are taken as they come. */
  static SortedMap<String, String> ofNewRun(List<RunTag> tags) {
    SortedMap<String, String> checked = new TreeMap<>();
    for (int i = 0; i < tags.size(); i++) {
      // MLflow: start_run takes tag names that set-tag refuses.
      String key = Require.text(tags.get(i).key(), "tags[" + i + "].key");
      Keys.checkLength("tags[" + i + "].key", Keys.MAX_KEY_LENGTH, key);
      checked.put(key, tagValue(tags.get(i).value()));
    }
    return checked;
  }

  boolean hasMetricsOnly() {
    return !metrics.isEmpty() && params.isEmpty() && tags.isEmpty();
  }

  private void putTag(RunTag tag, String path) {
    String key = Require.text(tag.key(), path + "key");
    Keys.checkName(key, path + "key");
    Keys.checkLength(path + "key", Keys.MAX_KEY_LENGTH, key);
    String value = tagValue(tag.value());
    // MLflow: an empty name changes nothing.
    if (!key.equals(RUN_NAME_TAG) || !value.isEmpty()) {
      tags.put(key, value);
    }
  }

  private static void checkRunId(@Nullable String runId) {
    String id = Require.text(runId, "run_id");
    if (!RUN_ID.matcher(id).matches()) {
      throw MlflowException.invalidParameter(
          "Invalid value " + Keys.quote(id) + " for parameter 'run_id' supplied.");
    }
  }

  private static void checkPresent(List<Metric> metrics, List<Param> params, List<RunTag> tags) {
    for (int i = 0; i < metrics.size(); i++) {
      checkMetricPresent(metrics.get(i), "metrics[" + i + "].");
    }
    for (int i = 0; i < params.size(); i++) {
      Require.text(params.get(i).key(), "params[" + i + "].key");
    }
    for (int i = 0; i < tags.size(); i++) {
      Require.text(tags.get(i).key(), "tags[" + i + "].key");
    }
  }

  private static void checkMetricPresent(Metric metric, String path) {
    Require.text(metric.key(), path + "key");
    Require.present(metric.value(), path + "value");
    Require.present(metric.timestamp(), path + "timestamp");
  }

  private static void checkMetric(Metric metric, String path) {
    String key = Require.text(metric.key(), path + "key");
    double value = Require.present(metric.value(), path + "value");
    long timestamp = Require.present(metric.timestamp(), path + "timestamp");
    Keys.checkName(key, path + "name");
    if (timestamp < 0) {
      throw Require.invalidValue(
          path + "timestamp",
          Long.toString(timestamp),
          "metric '"
              + key
              + "' (value="
              + PythonText.of(value)
              + "). Timestamp must be a nonnegative long (64-bit integer) ");
    }
    Keys.checkLength("Metric name", Keys.MAX_KEY_LENGTH, key);
    Keys.checkLength(path + "model_id", MAX_MODEL_ID, metric.modelId());
    Keys.checkLength(path + "dataset_name", MAX_DATASET_NAME, metric.datasetName());
    Keys.checkLength(path + "dataset_digest", MAX_DATASET_DIGEST, metric.datasetDigest());
  }

  private static String checkedParamKey(@Nullable String key, String path) {
    String name = Require.text(key, path + "key");
    Keys.checkName(name, path + "key");
    Keys.checkLength("Param key", Keys.MAX_KEY_LENGTH, name);
    return name;
  }

  private static String paramValue(@Nullable String value) {
    return shortened(value, MAX_PARAM_VALUE_LENGTH);
  }

  private static String tagValue(@Nullable String value) {
    return shortened(value, MAX_TAG_VALUE_LENGTH);
  }

  // MLflow: cuts a long value off rather than refuse it; an absent one is empty.
  private static String shortened(@Nullable String value, int length) {
    return value == null ? "" : cut(value, length);
  }

  /** The beginning of a text that is longer than so many code points. */
  public static String cut(String value, int length) {
    if (value.length() <= length || value.codePointCount(0, value.length()) <= length) {
      return value;
    }
    return value.substring(0, value.offsetByCodePoints(0, length));
  }

  private static void checkLimits(int metrics, int params, int tags) {
    checkLimit("metrics", MAX_METRICS, metrics);
    checkLimit("params", MAX_PARAMS, params);
    checkLimit("tags", MAX_TAGS, tags);
    checkLimit("metrics, params, and tags", MAX_ENTITIES, metrics + params + tags);
  }

  private static void checkLimit(String things, int limit, int count) {
    if (count > limit) {
      throw MlflowException.invalidParameter(
          "A batch logging request can contain at most "
              + limit
              + " "
              + things
              + ". Got "
              + count
              + " "
              + things
              + ". Please split up "
              + things
              + " across multiple requests and try again.");
    }
  }
}
