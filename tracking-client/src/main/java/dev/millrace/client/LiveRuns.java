package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.live.ListStalledRuns;
import dev.millrace.core.live.Liveness;
import dev.millrace.core.live.LogEvent;
import dev.millrace.core.tracking.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What runs say of themselves while they go on: whether they are alive, and their logs. */
public final class LiveRuns {

  private static final String RUNS = "/api/millrace/v1/runs/";

  private final HttpTransport transport;

  LiveRuns(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Whether a run that says it goes on still does.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such run
   */
  public Liveness liveness(String runId) {
    return transport.get(path(runId, "/liveness"), Map.of(), Liveness.class);
  }

  /** The stalled runs of an experiment, the longest silent first. */
  public List<Liveness> stalledRuns(String experimentId) {
    List<Liveness> runs =
        transport
            .get(
                "/api/millrace/v1/experiments/" + UriParts.encode(experimentId) + "/stalled-runs",
                Map.of(),
                ListStalledRuns.Response.class)
            .runs();
    return runs == null ? List.of() : runs;
  }

  /** The log of a run as it is now, from an offset in bytes on; the caller closes it. */
  public InputStream openLog(String runId, long offset) {
    return transport.open(path(runId, "/log?offset=" + offset));
  }

  /**
   * Hands out the log of a run from an offset in bytes on, and what is appended to it, until the
   * run ends. A stream that breaks off is taken up again where it broke, until the server is away
   * for longer than {@link ClientOptions#retryFor()}.
   *
   * @return how the run ended
   */
  public RunStatus followLog(String runId, long offset, Consumer<LogEvent> consumer) {
    String lastId = Long.toString(offset);
    RetryBudget budget = new RetryBudget(transport.options().retryFor());
    while (true) {
      budget.countAttempt();
      try (EventReader events =
          new EventReader(transport.openEvents(path(runId, "/log/tail"), lastId))) {
        for (EventReader.Event e = events.next(); e != null; e = events.next()) {
          if (e.name().equals("end")) {
            return read(e.data(), LogEvent.End.class).status();
          }
          if (e.name().equals("log")) {
            consumer.accept(read(e.data(), LogEvent.class));
            lastId = e.id();
            budget = new RetryBudget(transport.options().retryFor());
          }
        }
      } catch (IOException broken) {
        // Taken up again below.
      }
      pause(budget, runId);
    }
  }

  private static void pause(RetryBudget budget, String runId) {
    try {
      if (budget.await(java.util.Optional.empty())) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "The log of run " + runId + " cannot be followed: the stream breaks off.");
  }

  private static String path(String runId, String rest) {
    return RUNS + UriParts.encode(runId) + rest;
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return MlflowJson.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new MlflowException(
          ErrorCode.INTERNAL_ERROR, "The server's event could not be read: " + e.getMessage(), e);
    }
  }
}
