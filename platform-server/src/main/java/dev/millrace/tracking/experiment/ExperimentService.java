package dev.millrace.tracking.experiment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.CreateExperiment;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.ExperimentTag;
import dev.millrace.core.tracking.SearchExperiments;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.tracking.search.SearchRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of experiments. */
@ApplicationScoped
public class ExperimentService {

  private static final int MAX_NAME_LENGTH = 500;
  private static final int MAX_TAG_VALUE_LENGTH = 20_000;
  private static final Pattern LOCATION = Pattern.compile("mlflow-artifacts:/[^/?#][^?#]*");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{19,}");

  private final ExperimentStore experiments;
  private final Clock clock = Clock.systemUTC();

  ExperimentService(ExperimentStore experiments) {
    this.experiments = experiments;
  }

  /** Makes an experiment and answers its id. */
  @Transactional
  public String createExperiment(CreateExperiment request) {
    String name = checkedName(request.name(), "name");
    Map<String, String> tags = new LinkedHashMap<>();
    for (ExperimentTag tag : Require.listOrEmpty(request.tags())) {
      tags.put(checkedTag(tag.key(), tag.value()), valueOf(tag.value()));
    }
    String location = checkedLocation(request.artifactLocation());
    long id =
        experiments
            .createExperiment(name, location, tags, clock.millis())
            .orElseThrow(() -> nameTaken(name));
    return Long.toString(id);
  }

  /**
   * The experiment, active or deleted.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none
   */
  @Transactional
  public Experiment requireExperiment(String experimentId) {
    long id = parseId(experimentId);
    return experiments.findExperiment(id).orElseThrow(() -> notFound(id));
  }

  /** The experiment of that name, active or deleted. */
  @Transactional
  public Experiment requireExperimentByName(@Nullable String name) {
    String wanted = Require.text(name, "experiment_name");
    return experiments
        .findExperimentByName(wanted)
        .orElseThrow(
            () -> MlflowException.notFound("Could not find experiment with name '" + wanted + "'"));
  }

  /**
   * The experiment, for something new in it.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is deleted
   */
  @Transactional
  public Experiment requireActiveExperiment(String experimentId) {
    Experiment experiment = requireExperiment(experimentId);
    if (!experiment.lifecycleStage().equals("active")) {
      throw MlflowException.invalidParameter(
          "The experiment "
              + experiment.experimentId()
              + " must be in the 'active' state. Current state is "
              + experiment.lifecycleStage()
              + ".");
    }
    return experiment;
  }

  /** One page of experiments; the newest come first where no order is asked for. */
  @Transactional
  public Page<Experiment> searchExperiments(SearchExperiments request) {
    // MLflow: a request without max_results asks for 0, which is refused.
    long maxResults = request.maxResults() == null ? 0 : request.maxResults();
    return experiments.searchExperiments(
        SearchRequest.of(
            ExperimentSearch.SCHEMA,
            request.filter(),
            request.orderBy(),
            request.viewType(),
            maxResults,
            request.pageToken()));
  }

  /** Marks an experiment and its runs deleted; its name stays taken. */
  @Transactional
  public void deleteExperiment(String experimentId) {
    long id = parseId(experimentId);
    if (!experiments.moveToStage(id, "active", "deleted", clock.millis())) {
      throw notFound(id);
    }
  }

  /** Undoes {@link #deleteExperiment}, for all its runs too. */
  @Transactional
  public void restoreExperiment(String experimentId) {
    long id = parseId(experimentId);
    if (!experiments.moveToStage(id, "deleted", "active", clock.millis())) {
      throw notFound(id);
    }
  }

  /** Gives an active experiment another name. */
  @Transactional
  public void renameExperiment(@Nullable String experimentId, @Nullable String newName) {
    String id = Require.text(experimentId, "experiment_id");
    String name = checkedName(newName, "new_name");
    Experiment experiment = requireExperiment(id);
    if (!experiment.lifecycleStage().equals("active")) {
      throw new MlflowException(ErrorCode.INVALID_STATE, "Cannot rename a non-active experiment.");
    }
    try {
      experiments.renameExperiment(parseId(id), name, clock.millis());
    } catch (DatabaseException e) {
      throw e.isUniqueViolation() ? nameTaken(name) : e;
    }
  }

  /** Sets a tag of an active experiment. */
  @Transactional
  public void setTag(@Nullable String experimentId, @Nullable String key, @Nullable String value) {
    String id = Require.text(experimentId, "experiment_id");
    String name = checkedTag(Require.text(key, "key"), value);
    requireActiveExperiment(id);
    experiments.setTag(parseId(id), name, valueOf(value));
  }

  /** Removes a tag of an active experiment. */
  @Transactional
  public void deleteTag(@Nullable String experimentId, @Nullable String key) {
    String id = Require.text(experimentId, "experiment_id");
    String name = Require.text(key, "key");
    requireActiveExperiment(id);
    if (!experiments.deleteTag(parseId(id), name)) {
      throw MlflowException.notFound("No tag with name: " + name + " in experiment with id " + id);
    }
  }

  /**
   * Reads an experiment's id.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is no whole number,
   *     RESOURCE_DOES_NOT_EXIST where it is one beyond all ids
   */
  public static long parseId(String experimentId) {
    try {
      return Long.parseLong(experimentId);
    } catch (NumberFormatException e) {
      if (WHOLE_NUMBER.matcher(experimentId).matches()) {
        throw notFound(experimentId);
      }
      throw MlflowException.invalidParameter(
          "Invalid experiment ID '" + experimentId + "'. Experiment ID must be a valid integer.");
    }
  }

  private static String checkedName(@Nullable String name, String field) {
    String text = Require.text(name, field);
    Keys.checkLength("name", MAX_NAME_LENGTH, text);
    return text;
  }

  private static String checkedTag(@Nullable String key, @Nullable String value) {
    String name = valueOf(key);
    Keys.checkName(name, "key");
    Keys.checkLength("key", Keys.MAX_KEY_LENGTH, name);
    Keys.checkLength("value", MAX_TAG_VALUE_LENGTH, value);
    return name;
  }

  private static String valueOf(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** The server dereferences no URI that a client names: a location is one of its own. */
  private static @Nullable String checkedLocation(@Nullable String location) {
    if (location == null || location.isEmpty()) {
      return null;
    }
    String path = location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    if (!LOCATION.matcher(path).matches() || hasDotSegments(path)) {
      throw Require.invalidValue(
          "artifact_location",
          Keys.quote(location),
          "Artifacts are kept by this server, so a location has the form"
              + " 'mlflow-artifacts:/<path>'.");
    }
    return path;
  }

  private static boolean hasDotSegments(String path) {
    for (String segment : path.substring(path.indexOf('/') + 1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static MlflowException notFound(Object id) {
    return MlflowException.notFound("No Experiment with id=" + id + " exists");
  }

  private static MlflowException nameTaken(String name) {
    return MlflowException.alreadyExists("Experiment(name=" + name + ") already exists.");
  }
}
