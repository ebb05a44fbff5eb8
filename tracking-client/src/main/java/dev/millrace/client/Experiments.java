package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.CreateExperiment;
import dev.millrace.core.tracking.DeleteExperiment;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.GetExperiment;
import dev.millrace.core.tracking.GetExperimentByName;
import dev.millrace.core.tracking.RestoreExperiment;
import dev.millrace.core.tracking.SearchExperiments;
import dev.millrace.core.tracking.UpdateExperiment;
import dev.millrace.core.tracking.ViewType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The experiments of a server. */
public final class Experiments {

  private static final String ROUTE = "/api/2.0/mlflow/experiments/";
  private static final int LARGEST_PAGE = 1000;

  private final HttpTransport transport;

  Experiments(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Makes an experiment; its id.
   *
   * @param artifactLocation where the artifacts of its runs go, or null for the server's choice
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where there is one of that name, deleted or not
   */
  public String create(String name, @Nullable String artifactLocation) {
    return transport
        .send(
            "POST",
            ROUTE + "create",
            new CreateExperiment(name, artifactLocation, null),
            Repeat.SAFELY,
            CreateExperiment.Response.class)
        .experimentId();
  }

  /** Id of the experiment of that name, which is made where there is none. */
  public String requireId(String name) {
    try {
      return byName(name).experimentId();
    } catch (MlflowException e) {
      if (e.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
        throw e;
      }
    }
    try {
      return create(name, null);
    } catch (MlflowException e) {
      // Someone else made it, or an answer to this call was lost.
      if (e.code() == ErrorCode.RESOURCE_ALREADY_EXISTS) {
        return byName(name).experimentId();
      }
      throw e;
    }
  }

  /**
   * An experiment, deleted or not.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that id
   */
  public Experiment get(String experimentId) {
    return transport
        .get(ROUTE + "get", Map.of("experiment_id", experimentId), GetExperiment.Response.class)
        .experiment();
  }

  /**
   * The experiment of that name.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none
   */
  public Experiment byName(String name) {
    return transport
        .get(
            ROUTE + "get-by-name",
            Map.of("experiment_name", name),
            GetExperimentByName.Response.class)
        .experiment();
  }

  /**
   * Experiments, latest change first, at most {@code limit}.
   *
   * @param filter such as {@code name LIKE 'p%'}, or null for all
   */
  public List<Experiment> search(@Nullable String filter, ViewType view, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchExperiments.Response page =
              transport.send(
                  "POST",
                  ROUTE + "search",
                  new SearchExperiments((long) size, token, filter, null, view),
                  Repeat.SAFELY,
                  SearchExperiments.Response.class);
          return new Paging.Page<>(page.experiments(), page.nextPageToken());
        });
  }

  /**
   * Gives an active experiment another name.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the name is taken
   */
  public void rename(String experimentId, String newName) {
    transport.send(
        "POST", ROUTE + "update", new UpdateExperiment(experimentId, newName), Repeat.SAFELY);
  }

  /** Marks an experiment and its runs deleted; {@link #restore} undoes it. */
  public void delete(String experimentId) {
    transport.send("POST", ROUTE + "delete", new DeleteExperiment(experimentId), Repeat.SAFELY);
  }

  /** Undoes the deletion of an experiment. */
  public void restore(String experimentId) {
    transport.send("POST", ROUTE + "restore", new RestoreExperiment(experimentId), Repeat.SAFELY);
  }
}
