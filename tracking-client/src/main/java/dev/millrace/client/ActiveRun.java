package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.data.DatasetSketch;
import dev.millrace.core.data.LogDatasetSketches;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogInputs;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.UpdateRun;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * A run that is under way. It ends exactly once: FINISHED by {@link #finish()}, FAILED where it is
 * closed without that, as happens when an exception passes:
 *
 * <pre>{@code
 * try (ActiveRun run = client.startRun("penguins", "first try")) {
 *   run.logParam("epochs", 20);
 *   train((epoch, loss) -> run.logMetric("loss", loss, epoch));
 *   run.finish();
 * }
 * }</pre>
 *
 * <p>Parameters, tags and datasets are on the server when the method returns. Metrics are gathered
 * and sent in batches, at the latest after a second; {@link #flush()}, {@link #finish()} and {@link
 * #close()} wait for them. Logging the same thing twice changes nothing. While the run is open it
 * tells the server that it is alive; see {@link ClientOptions#heartbeat()}. Safe for use by several
 * threads.
 */
public final class ActiveRun implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ActiveRun.class.getName());
  private static final int PARAMS_A_BATCH = 100;

  /** What a run can do without is not waited for any longer. */
  private static final Duration SIDELINE_PATIENCE = Duration.ofSeconds(10);

  private final HttpTransport transport;
  private final RunInfo info;
  private final Pages pages;
  private final MetricBuffer metrics;
  private final RunLog log;
  private final Pulse pulse;
  private final AtomicBoolean ended = new AtomicBoolean();

  ActiveRun(
      HttpTransport transport,
      RunInfo info,
      Pages pages,
      ScheduledExecutorService scheduler,
      Pulse pulse) {
    this.transport = transport;
    this.info = info;
    this.pages = pages;
    this.metrics = new MetricBuffer(batch -> logBatch(batch, List.of(), List.of()), scheduler);
    this.log = new RunLog(transport.within(SIDELINE_PATIENCE), info.runId(), scheduler);
    this.pulse = pulse;
  }

  public String runId() {
    return info.runId();
  }

  public String experimentId() {
    return info.experimentId();
  }

  /** Address of the run's page. */
  public String url() {
    return pages.run(experimentId(), runId());
  }

  /**
   * Logs a parameter; its value is written as text, at most 6,000 characters.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the run has the
   *     parameter with another value
   */
  public ActiveRun logParam(String key, Object value) {
    return logParams(Map.of(key, value));
  }

  /** Logs many parameters; see {@link #logParam}. */
  public ActiveRun logParams(Map<String, ?> params) {
    ensureActive();
    for (List<Param> batch : batches(params, Param::new)) {
      logBatch(List.of(), batch, List.of());
    }
    return this;
  }

  /** Logs a metric's value at a step, with the present time; NaN and infinities are kept. */
  public ActiveRun logMetric(String key, double value, long step) {
    ensureActive();
    metrics.add(Metric.of(key, value, System.currentTimeMillis(), step));
    return this;
  }

  /** Logs a metric that has no steps: step 0. */
  public ActiveRun logMetric(String key, double value) {
    return logMetric(key, value, 0);
  }

  /** Logs several metrics of one step. */
  public ActiveRun logMetrics(Map<String, Double> values, long step) {
    values.forEach((key, value) -> logMetric(key, value, step));
    return this;
  }

  /** Sets a tag, replacing its value; at most 8,000 characters. */
  public ActiveRun setTag(String key, Object value) {
    return setTags(Map.of(key, value));
  }

  /** Notes what is expected of the run, best before it begins. */
  public ActiveRun setHypothesis(String hypothesis) {
    return setTag(RecordTags.HYPOTHESIS, hypothesis);
  }

  /** Notes what came of the hypothesis. */
  public ActiveRun setVerdict(String verdict) {
    return setTag(RecordTags.VERDICT, verdict);
  }

  /** Sets many tags; see {@link #setTag}. */
  public ActiveRun setTags(Map<String, ?> tags) {
    ensureActive();
    for (List<RunTag> batch : batches(tags, RunTag::new)) {
      logBatch(List.of(), List.of(), batch);
    }
    return this;
  }

  /**
   * Records that the run used a dataset, with what is needed to report on its rows and columns.
   *
   * @param context what for: {@code training}, {@code validation}, {@code test}, …
   */
  public ActiveRun logInput(Dataset dataset, String context) {
    ensureActive();
    List<InputTag> tags = new ArrayList<>();
    tags.add(new InputTag("mlflow.data.context", context));
    tags.addAll(dataset.hashTags());
    DatasetInput input =
        new DatasetInput(
            tags,
            new dev.millrace.core.tracking.Dataset(
                dataset.name(),
                dataset.digest(),
                dataset.sourceType(),
                dataset.sourceJson(),
                dataset.schemaJson(),
                dataset.profileJson()));
    transport.send(
        "POST",
        "/api/2.0/mlflow/runs/log-inputs",
        new LogInputs(runId(), List.of(input), List.of()),
        Repeat.SAFELY);
    dataset.sketch(context).ifPresent(this::logSketch);
    return this;
  }

  /** Records that the run used a logged model. */
  public ActiveRun logInputModel(String modelId) {
    ensureActive();
    transport.send(
        "POST",
        "/api/2.0/mlflow/runs/log-inputs",
        new LogInputs(runId(), List.of(), List.of(new ModelInput(modelId))),
        Repeat.SAFELY);
    return this;
  }

  /** For reports only, and a plain MLflow server takes none: a run must not fail for it. */
  private void logSketch(DatasetSketch sketch) {
    try {
      transport
          .within(SIDELINE_PATIENCE)
          .send(
              "POST",
              "/api/millrace/v1/runs/" + UriParts.encode(runId()) + "/dataset-sketches",
              new LogDatasetSketches(List.of(sketch)),
              Repeat.SAFELY);
    } catch (MlflowException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "The server takes no sketch of '" + sketch.name() + "': " + e.text());
    }
  }

  /** The run's own artifact folder. */
  public ArtifactFolder artifacts() {
    return new ArtifactFolder(transport, info.artifactUri());
  }

  /** Uploads a file, or all of a folder, to the root of the run's artifacts. */
  public ActiveRun logArtifact(Path fileOrFolder) {
    return logArtifact(fileOrFolder, "");
  }

  /** Uploads a file, or all of a folder, below a folder of the run's artifacts. */
  public ActiveRun logArtifact(Path fileOrFolder, String destination) {
    ensureActive();
    String target = ArtifactFolder.join(destination, fileOrFolder.getFileName().toString());
    artifacts().putFileOrFolder(fileOrFolder, target);
    return this;
  }

  /** Uploads text as one UTF-8 artifact. */
  public ActiveRun logText(String path, String text) {
    ensureActive();
    artifacts().put(path, text);
    return this;
  }

  /** Uploads bytes as one artifact. */
  public ActiveRun logBytes(String path, byte[] content) {
    ensureActive();
    artifacts().put(path, content);
    return this;
  }

  /**
   * Logs a model: its files, its {@code MLmodel} file and its input example. It becomes READY when
   * all of them are on the server.
   *
   * @param name what people call it, such as {@code model}
   * @param fileOrFolder the file that the framework wrote, or the folder around several
   */
  public LoggedModel logModel(String name, Path fileOrFolder, ModelDescription description) {
    ensureActive();
    return new ModelLogger(transport, experimentId(), runId()).log(name, fileOrFolder, description);
  }

  /**
   * Appends a line to the run's log, which can be followed while the run goes on. It is sent in the
   * background and never fails the run; see {@link #logStream()}.
   */
  public ActiveRun log(String line) {
    ensureActive();
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    log.write(bytes, 0, bytes.length);
    return this;
  }

  /**
   * A stream into the run's log, for a framework's own output. What is written is gathered, sent in
   * the background at the latest after a second, and on the server when the run has ended. While
   * the server is away 8 MiB wait for it, what is beyond is dropped; a log that is full takes
   * nothing more. Closing it does not end the run.
   */
  public OutputStream logStream() {
    return log;
  }

  /** Waits until every metric logged so far is on the server; the log as far as it is taken. */
  public void flush() {
    try {
      metrics.flush();
    } finally {
      log.flush();
    }
  }

  /** Ends the run as FINISHED once all metrics are on the server. */
  public void finish() {
    ensureActive();
    flush();
    end(RunStatus.FINISHED);
  }

  /** Ends the run as FAILED where it has not ended yet. */
  @Override
  public void close() {
    if (ended.get()) {
      return;
    }
    try {
      flush();
    } finally {
      end(RunStatus.FAILED);
    }
  }

  private void end(RunStatus status) {
    if (ended.compareAndSet(false, true)) {
      pulse.stop();
      transport.send(
          "POST",
          "/api/2.0/mlflow/runs/update",
          new UpdateRun(runId(), status, System.currentTimeMillis(), null),
          Repeat.SAFELY);
    }
  }

  private void logBatch(List<Metric> metricBatch, List<Param> params, List<RunTag> tags) {
    transport.send(
        "POST",
        "/api/2.0/mlflow/runs/log-batch",
        new LogBatch(runId(), metricBatch, params, tags),
        Repeat.SAFELY);
  }

  private void ensureActive() {
    if (ended.get()) {
      throw new IllegalStateException("Run " + runId() + " has ended.");
    }
  }

  private static <T> List<List<T>> batches(
      Map<String, ?> values, BiFunction<String, String, T> make) {
    List<T> all =
        values.entrySet().stream()
            .map(entry -> make.apply(entry.getKey(), String.valueOf(entry.getValue())))
            .toList();
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PARAMS_A_BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + PARAMS_A_BATCH)));
    }
    return batches;
  }
}
