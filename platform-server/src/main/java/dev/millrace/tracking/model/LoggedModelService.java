package dev.millrace.tracking.model;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.Page;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.tracking.CreateLoggedModel;
import dev.millrace.core.tracking.FinalizeLoggedModel;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.LoggedModelData;
import dev.millrace.core.tracking.LoggedModelInfo;
import dev.millrace.core.tracking.LoggedModelParameter;
import dev.millrace.core.tracking.LoggedModelStatus;
import dev.millrace.core.tracking.LoggedModelTag;
import dev.millrace.core.tracking.SearchLoggedModels;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.PythonText;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricInbox;
import dev.millrace.tracking.metric.MetricStore;
import dev.millrace.tracking.run.RunNames;
import dev.millrace.tracking.search.SearchRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of logged models. */
@ApplicationScoped
public class LoggedModelService {

  private static final int DEFAULT_MAX_RESULTS = 50;
  private static final int MAX_PARAM_VALUE_LENGTH = 6000;
  private static final int MAX_TAG_VALUE_LENGTH = 8000;
  private static final int MAX_NAME_LENGTH = 500;
  private static final int MAX_RUN_ID_LENGTH = 250;
  private static final Pattern FORBIDDEN_IN_NAME = Pattern.compile("[/:.%\"']");

  private final ExperimentService experiments;
  private final LoggedModelStore models;
  private final MetricStore metrics;
  private final MetricInbox inbox;
  private final Clock clock = Clock.systemUTC();

  LoggedModelService(
      ExperimentService experiments,
      LoggedModelStore models,
      MetricStore metrics,
      MetricInbox inbox) {
    this.experiments = experiments;
    this.models = models;
    this.metrics = metrics;
    this.inbox = inbox;
  }

  /** Makes a pending model in an active experiment; it is named at random where it has no name. */
  @Transactional
  public LoggedModel createModel(CreateLoggedModel request) {
    String experimentId = Require.text(request.experimentId(), "experiment_id");
    String name = checkedName(request.name());
    SortedMap<String, String> params = checkedParams(request.params());
    SortedMap<String, String> tags = checkedTags(request.tags());
    Keys.checkLength("source_run_id", MAX_RUN_ID_LENGTH, request.sourceRunId());
    long experiment = ExperimentService.parseId(experimentId);
    LoggedModelStore.ModelRow model =
        models
            .createModel(
                "m-" + UUID.randomUUID().toString().replace("-", ""),
                experiment,
                name,
                presentOrNull(request.modelType()),
                presentOrNull(request.sourceRunId()),
                clock.millis())
            .orElseThrow(() -> refusal(experimentId));
    models.insertParams(model.modelKey(), params);
    models.setTags(model.modelKey(), tags);
    return assemble(List.of(model)).get(0);
  }

  /**
   * The model with its parameters, tags and metrics.
   *
   * @param allowDeleted whether a deleted model is found too
   */
  public LoggedModel getModel(String modelId, boolean allowDeleted) {
    inbox.settleAll();
    return assemble(List.of(requireModel(modelId, allowDeleted))).get(0);
  }

  /** Says how a model's upload ended. */
  public LoggedModel finalizeModel(String modelId, FinalizeLoggedModel request) {
    Require.text(request.modelId(), "model_id");
    LoggedModelStatus status = Require.present(request.status(), "status");
    inbox.settleAll();
    return assemble(
            List.of(
                models
                    .updateStatus(modelId, status, clock.millis())
                    .orElseThrow(() -> notFound(modelId))))
        .get(0);
  }

  @Transactional
  public void deleteModel(String modelId) {
    if (!models.deleteModel(modelId, clock.millis())) {
      throw notFound(modelId);
    }
  }

  /** Adds parameters; one that is there already may only be repeated. */
  @Transactional
  public void logParams(String modelId, @Nullable List<LoggedModelParameter> params) {
    SortedMap<String, String> checked = checkedParams(params);
    LoggedModelStore.ModelRow model = requireModel(modelId, true);
    if (models.insertParams(model.modelKey(), checked) > 0) {
      throw MlflowException.invalidParameter(
          "Changing param values is not allowed. The logged model '"
              + modelId
              + "' has one of the params "
              + checked.keySet()
              + " with another value.");
    }
  }

  @Transactional
  public void setTags(String modelId, @Nullable List<LoggedModelTag> tags) {
    SortedMap<String, String> checked = checkedTags(tags);
    models.setTags(requireModel(modelId, true).modelKey(), checked);
  }

  @Transactional
  public void deleteTag(String modelId, String key) {
    if (!models.deleteTag(requireModel(modelId, true).modelKey(), key)) {
      throw MlflowException.notFound(
          "No tag with key '" + key + "' found for model with ID '" + modelId + "'.");
    }
  }

  /** One page of models; the newest come first where no order is asked for. */
  public Page<LoggedModel> searchModels(SearchLoggedModels request) {
    List<String> experimentIds = Require.present(request.experimentIds(), "experiment_ids");
    List<SearchLoggedModels.Dataset> datasets = Require.listOrEmpty(request.datasets());
    if (datasets.stream().anyMatch(d -> presentOrNull(d.datasetName()) == null)) {
      throw MlflowException.invalidParameter(
          "`dataset_name` in the `datasets` clause must be specified.");
    }
    List<SearchLoggedModels.OrderBy> orderBy = Require.listOrEmpty(request.orderBy());
    Integer maxResults = request.maxResults();
    // A model's metrics are those of any run.
    inbox.settleAll();
    Page<LoggedModelStore.ModelRow> page =
        models.searchModels(
            experimentIds.stream().map(ExperimentService::parseId).toArray(Long[]::new),
            new LoggedModelSearch(
                datasets, orderBy.stream().map(LoggedModelService::dataset).toList()),
            SearchRequest.ordered(
                LoggedModelSearch.SCHEMA,
                request.filter(),
                order(orderBy),
                null,
                maxResults == null || maxResults == 0 ? DEFAULT_MAX_RESULTS : maxResults,
                request.pageToken()));
    return new Page<>(assemble(page.items()), page.nextPageToken());
  }

  private static List<OrderBy> order(List<SearchLoggedModels.OrderBy> keys) {
    List<OrderBy> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      SearchLoggedModels.OrderBy key = keys.get(i);
      String name = Require.text(key.fieldName(), "order_by[" + i + "].field_name");
      order.add(
          new OrderBy(
              LoggedModelSearch.SCHEMA.orderField(name), !Boolean.FALSE.equals(key.ascending())));
    }
    return order;
  }

  private static SearchLoggedModels.Dataset dataset(SearchLoggedModels.OrderBy key) {
    return new SearchLoggedModels.Dataset(key.datasetName(), key.datasetDigest());
  }

  private List<LoggedModel> assemble(List<LoggedModelStore.ModelRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    LoggedModelStore.Texts texts =
        models.textsOfModels(
            rows.stream().map(LoggedModelStore.ModelRow::modelKey).toArray(Long[]::new));
    var latest =
        metrics.latestOfModels(rows.stream().map(r -> r.info().modelId()).toArray(String[]::new));
    return rows.stream()
        .map(
            row ->
                new LoggedModel(
                    withTags(row.info(), texts.tags().getOrDefault(row.modelKey(), List.of())),
                    new LoggedModelData(
                        texts.params().getOrDefault(row.modelKey(), List.of()),
                        latest.getOrDefault(row.info().modelId(), List.of()))))
        .toList();
  }

  private static LoggedModelInfo withTags(LoggedModelInfo info, List<LoggedModelTag> tags) {
    return new LoggedModelInfo(
        info.modelId(),
        info.experimentId(),
        info.name(),
        info.creationTimestampMs(),
        info.lastUpdatedTimestampMs(),
        info.artifactUri(),
        info.status(),
        info.modelType(),
        info.sourceRunId(),
        info.statusMessage(),
        tags);
  }

  private LoggedModelStore.ModelRow requireModel(String modelId, boolean allowDeleted) {
    return models.findModel(modelId, allowDeleted).orElseThrow(() -> notFound(modelId));
  }

  /** Why a model could not be made: the experiment is not there, or is deleted. */
  private MlflowException refusal(String experimentId) {
    experiments.requireActiveExperiment(experimentId);
    return MlflowException.notFound("No Experiment with id=" + experimentId + " exists");
  }

  private static String checkedName(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return RunNames.random();
    }
    if (FORBIDDEN_IN_NAME.matcher(name).find()) {
      throw MlflowException.invalidParameter(
          "Invalid model name ("
              + PythonText.of(name)
              + ") provided. Model name must be a non-empty string and cannot contain the"
              + " following characters: ('/', ':', '.', '%', '\"', \"'\")");
    }
    Keys.checkLength("name", MAX_NAME_LENGTH, name);
    return name;
  }

  private static SortedMap<String, String> checkedParams(
      @Nullable List<LoggedModelParameter> params) {
    SortedMap<String, String> checked = new TreeMap<>();
    for (LoggedModelParameter param : Require.listOrEmpty(params)) {
      put(checked, "params", param.key(), param.value(), MAX_PARAM_VALUE_LENGTH);
    }
    return checked;
  }

  private static SortedMap<String, String> checkedTags(@Nullable List<LoggedModelTag> tags) {
    SortedMap<String, String> checked = new TreeMap<>();
    for (LoggedModelTag tag : Require.listOrEmpty(tags)) {
      put(checked, "tags", tag.key(), tag.value(), MAX_TAG_VALUE_LENGTH);
    }
    return checked;
  }

  private static void put(
      SortedMap<String, String> checked,
      String list,
      @Nullable String key,
      @Nullable String value,
      int maxLength) {
    String name = Require.text(key, list + ".key");
    Keys.checkLength(list + ".key", Keys.MAX_KEY_LENGTH, name);
    Keys.checkLength(list + ".value", maxLength, value);
    checked.put(name, value == null ? "" : value);
  }

  private static @Nullable String presentOrNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static MlflowException notFound(String modelId) {
    return MlflowException.notFound("Logged model with ID '" + modelId + "' not found.");
  }
}
