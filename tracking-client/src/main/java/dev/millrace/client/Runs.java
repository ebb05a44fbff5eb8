package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.DeleteRun;
import dev.millrace.core.tracking.RestoreRun;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.UpdateRun;
import java.util.List;

/** The runs of a server, as they are stored; {@link ActiveRun} is one that logs. */
public final class Runs {

  private static final String ROUTE = "/api/2.0/mlflow/runs/";
  private static final int LARGEST_PAGE = 1000;

  private final HttpTransport transport;

  Runs(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Makes a run that is running from then on, and sends no sign of life.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such experiment
   */
  public Run create(CreateRun request) {
    return transport
        .send("POST", ROUTE + "create", request, Repeat.UNLESS_RECEIVED, CreateRun.Response.class)
        .run();
  }

  /** Ends a run now. */
  public RunInfo end(String runId, RunStatus status) {
    return transport
        .send(
            "POST",
            ROUTE + "update",
            new UpdateRun(runId, status, System.currentTimeMillis(), null),
            Repeat.SAFELY,
            UpdateRun.Response.class)
        .runInfo();
  }

  /** Marks a run deleted; {@link #restore} undoes it. */
  public void delete(String runId) {
    transport.send("POST", ROUTE + "delete", new DeleteRun(runId), Repeat.SAFELY);
  }

  /** Undoes the deletion of a run. */
  public void restore(String runId) {
    transport.send("POST", ROUTE + "restore", new RestoreRun(runId), Repeat.SAFELY);
  }

  /** What a search finds, page after page, at most {@code limit}. */
  public List<Run> search(SearchRuns request, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchRuns.Response page =
              transport.send(
                  "POST",
                  ROUTE + "search",
                  new SearchRuns(
                      request.experimentIds(),
                      request.filter(),
                      request.runViewType(),
                      size,
                      request.orderBy(),
                      token,
                      request.runView()),
                  Repeat.SAFELY,
                  SearchRuns.Response.class);
          return new Paging.Page<>(page.runs(), page.nextPageToken());
        });
  }
}
