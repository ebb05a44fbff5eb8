package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.data.DataReport;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.ExportRuns;
import dev.millrace.core.tracking.GetLoggedModel;
import dev.millrace.core.tracking.GetRun;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.Purge;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.RunView;
import dev.millrace.core.tracking.SearchLoggedModels;
import dev.millrace.core.tracking.SearchRuns;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Millrace server: the way to its experiments, runs, registered models and
 * endpoints. Cheap to make, safe for use by several threads; nothing is sent before the first call.
 *
 * <p>A call that meets a busy or restarting server is repeated until {@link
 * ClientOptions#retryFor()} is used up, honouring the server's {@code Retry-After}. A call that
 * would make two of something is repeated only where the server surely did not act on it.
 */
public final class MillraceClient implements AutoCloseable {

  private static final int LARGEST_PAGE = 1000;
  private static final Duration PULSE_TIMEOUT = Duration.ofSeconds(10);

  private final HttpTransport transport;
  private final Pages pages;
  private final ScheduledExecutorService scheduler;

  /** Of its own: a pulse must not wait for metrics that a slow server takes. */
  private final ScheduledExecutorService pulses;

  private MillraceClient(ClientOptions options) {
    this.transport = new HttpTransport(options);
    this.pages = new Pages(options.server());
    this.scheduler = inBackground("millrace-metrics");
    this.pulses = inBackground("millrace-heartbeat");
  }

  private static ScheduledExecutorService inBackground(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * A client of the server at a URL, with the credentials of the environment.
   *
   * @throws IllegalArgumentException where the URL is none of http or https
   */
  public static MillraceClient connect(String server) {
    return connect(ClientOptions.fromEnvironment().withServer(server));
  }

  /** A client of the server that the environment names; see {@link ClientOptions}. */
  public static MillraceClient connect() {
    return connect(ClientOptions.fromEnvironment());
  }

  public static MillraceClient connect(ClientOptions options) {
    return new MillraceClient(options);
  }

  /** Experiments. */
  public Experiments experiments() {
    return new Experiments(transport);
  }

  /** Runs as they are stored; {@link #startRun} makes one that logs. */
  public Runs runs() {
    return new Runs(transport);
  }

  /** Registered models, their aliases and promotions. */
  public ModelRegistry registry() {
    return new ModelRegistry(transport);
  }

  /** Versions of registered models. */
  public ModelVersions modelVersions() {
    return new ModelVersions(transport);
  }

  /** Schedules by which the server scores files. */
  public Schedules schedules() {
    return new Schedules(transport);
  }

  /** Endpoints that serve registered models. */
  public Endpoints endpoints() {
    return new Endpoints(transport);
  }

  /** Whether runs are alive, and their logs. */
  public LiveRuns live() {
    return new LiveRuns(transport);
  }

  /** Addresses of the pages of the web UI. */
  public Pages pages() {
    return pages;
  }

  /**
   * Starts a run, making the experiment where there is none of that name.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where the experiment is deleted
   */
  public ActiveRun startRun(String experiment, String runName) {
    return startRun(experiment, runName, Map.of());
  }

  /**
   * As {@link #startRun(String, String)}, with tags from the first moment. They come on top of
   * those that record how the run came to be: commit, entry point, arguments, Java and jars.
   */
  public ActiveRun startRun(String experiment, String runName, Map<String, String> tags) {
    String user = System.getProperty("user.name", "unknown");
    Map<String, String> told = new LinkedHashMap<>(RunOrigin.tags());
    told.put(RecordTags.USER, user);
    told.putAll(tags);
    List<RunTag> all = new ArrayList<>();
    told.forEach((key, value) -> all.add(new RunTag(key, value)));
    CreateRun request =
        new CreateRun(
            requireExperimentId(experiment), user, runName, System.currentTimeMillis(), all);
    Run run = runs().create(request);
    Pulse pulse =
        new Pulse(
            transport.once(PULSE_TIMEOUT),
            run.info().runId(),
            transport.options().heartbeat(),
            pulses);
    return new ActiveRun(transport, run.info(), pages, scheduler, pulse);
  }

  /**
   * Does something inside a run, which ends FINISHED, or FAILED where an exception passes; the
   * exception goes on to the caller.
   */
  public <X extends Exception> void run(String experiment, String runName, RunBody<X> body)
      throws X {
    try (ActiveRun run = startRun(experiment, runName)) {
      body.accept(run);
      run.finish();
    }
  }

  /** Id of the experiment of that name, which is made where there is none. */
  public String requireExperimentId(String name) {
    return experiments().requireId(name);
  }

  /**
   * A run with its latest metrics, parameters, tags and inputs.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that id
   */
  public Run getRun(String runId) {
    return transport
        .get("/api/2.0/mlflow/runs/get", Map.of("run_id", runId), GetRun.Response.class)
        .run();
  }

  /**
   * Which rows the training and the evaluation data of a run share, and how their columns differ.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such run
   */
  public DataReport dataReport(String runId) {
    return transport.get(
        "/api/millrace/v1/runs/" + UriParts.encode(runId) + "/data-report",
        Map.of(),
        DataReport.class);
  }

  /**
   * Runs of some experiments.
   *
   * @param filter MLflow's filter, such as {@code metrics.accuracy > 0.9 and params.model = 'sgd'},
   *     or null for all
   * @param orderBy such as {@code metrics.accuracy DESC}; empty for latest start first
   */
  public List<Run> searchRuns(
      List<String> experimentIds, @Nullable String filter, List<String> orderBy, int limit) {
    return searchRuns(experimentIds, filter, orderBy, limit, RunView.FULL);
  }

  /** As {@link #searchRuns}, without what was logged to the runs: cheap for long lists. */
  public List<RunInfo> searchRunInfos(
      List<String> experimentIds, @Nullable String filter, List<String> orderBy, int limit) {
    return searchRuns(experimentIds, filter, orderBy, limit, RunView.INFO).stream()
        .map(Run::info)
        .toList();
  }

  private List<Run> searchRuns(
      List<String> experimentIds,
      @Nullable String filter,
      List<String> orderBy,
      int limit,
      RunView view) {
    return runs()
        .search(new SearchRuns(experimentIds, filter, null, null, orderBy, null, view), limit);
  }

  /**
   * Every run that a search finds, as CSV or JSON lines in UTF-8; the caller closes the stream.
   * Reading it throws where the server could not go on: what was read until then is not all.
   */
  public InputStream exportRuns(ExportRuns request) {
    return transport
        .exchange("POST", "/api/millrace/v1/runs/export", request, Repeat.SAFELY)
        .body();
  }

  /**
   * Removes deleted runs and experiments for good, until nothing is left to do; or tells what would
   * be removed.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where something that is named is not deleted
   */
  public Purge.Response purge(Purge request) {
    Purge.Response all = purgeForAWhile(request);
    while (!all.done()) {
      all = all.plus(purgeForAWhile(request));
    }
    return all;
  }

  private Purge.Response purgeForAWhile(Purge request) {
    return transport.send(
        "POST", "/api/millrace/v1/purge", request, Repeat.SAFELY, Purge.Response.class);
  }

  /**
   * All that was recorded of a run that is needed to run it again.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such run
   */
  public RunRecord recordOf(String runId) {
    return transport.get(
        "/api/millrace/v1/runs/" + UriParts.encode(runId) + "/record", Map.of(), RunRecord.class);
  }

  /**
   * The artifacts of a run.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such run
   */
  public ArtifactFolder artifactsOfRun(String runId) {
    return new ArtifactFolder(transport, getRun(runId).info().artifactUri());
  }

  /** The store behind all artifacts. */
  public ArtifactStorage artifactStorage() {
    return new ArtifactStorage(transport);
  }

  /**
   * Downloads what a URI names: {@code runs:/RUN/PATH}, {@code models:/NAME/VERSION}, {@code
   * models:/NAME@ALIAS} or {@code models:/MODEL_ID} with or without a path behind it, or {@code
   * mlflow-artifacts:/PATH}.
   *
   * @param folder where it goes; the folder is made
   * @return the file or folder that was written
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where nothing is there
   */
  public Path downloadArtifacts(String uri, Path folder) {
    return new ArtifactDownload(this, transport).download(uri, folder);
  }

  /**
   * A logged model.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that id
   */
  public LoggedModel loggedModel(String modelId) {
    return transport
        .get(
            "/api/2.0/mlflow/logged-models/" + UriParts.encode(modelId),
            Map.of(),
            GetLoggedModel.Response.class)
        .model();
  }

  /** The models that a run logged, latest first. */
  public List<LoggedModel> loggedModelsOf(RunInfo run) {
    return Paging.collect(
        Integer.MAX_VALUE,
        LARGEST_PAGE,
        (size, token) -> {
          SearchLoggedModels.Response page =
              transport.send(
                  "POST",
                  "/api/2.0/mlflow/logged-models/search",
                  new SearchLoggedModels(
                      List.of(run.experimentId()),
                      "source_run_id = '" + run.runId() + "'",
                      null,
                      size,
                      null,
                      token),
                  Repeat.SAFELY,
                  SearchLoggedModels.Response.class);
          return new Paging.Page<>(page.models(), page.nextPageToken());
        });
  }

  /** The files of a logged model. */
  public ArtifactFolder artifactsOf(LoggedModel model) {
    return new ArtifactFolder(transport, model.info().artifactUri());
  }

  /** Stops the background sending; runs still open send their metrics when they are closed. */
  @Override
  public void close() {
    pulses.shutdownNow();
    scheduler.shutdown();
  }
}
