package dev.millrace.tracking.metric;

import dev.millrace.platform.jdbc.DatabaseException;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls into the inbox. Those that come while others are written wait, and are then written
 * together, in one transaction by one of them: a statement and a flush to disk for many calls cost
 * little more than for one. A call is never divided. Nothing that a call holds can make the
 * statement fail, so calls in one group only fail together where the database does.
 */
@Singleton
public final class InboxWriter {

  private static final int MOST_CALLS = 64;
  private static final int MOST_BYTES = 1 << 20;

  private final MetricInboxStore inbox;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private boolean isWriting;

  InboxWriter(MetricInboxStore inbox) {
    this.inbox = inbox;
  }

  /** The run that a call was for; it was written where the run is active, and only there. */
  public record Target(long runKey, boolean isActive) {}

  /**
   * Puts a batch into the inbox of a run, and returns when that is committed.
   *
   * @return empty where there is no such run
   * @throws DatabaseException where the database failed
   */
  public Optional<Target> append(String runId, InboxBatch batch) {
    Call call = new Call(runId, batch);
    synchronized (waiting) {
      waiting.add(call);
      if (!isWriting) {
        passOn();
      }
    }
    List<Call> group = call.turn.join();
    if (!group.isEmpty()) {
      try {
        write(group);
      } finally {
        synchronized (waiting) {
          passOn();
        }
        group.forEach(Call::done);
      }
    }
    return call.target();
  }

  /** Lets the one that waits longest write itself and those behind it. */
  private void passOn() {
    List<Call> group = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty() && group.size() < MOST_CALLS && bytes < MOST_BYTES) {
      Call call = waiting.remove();
      group.add(call);
      bytes += call.batch.points().length;
    }
    isWriting = !group.isEmpty();
    if (isWriting) {
      group.get(0).turn.complete(group);
    }
  }

  private void write(List<Call> group) {
    try {
      inbox.append(group);
      group.forEach(call -> call.isAnswered = true);
    } catch (DatabaseException e) {
      group.forEach(call -> call.failure = e);
    }
  }

  /** A call and how it ended. */
  static final class Call {

    private final String runId;
    private final InboxBatch batch;

    /** Ends the waiting: with the calls to write, itself first, or with none as it is written. */
    private final CompletableFuture<List<Call>> turn = new CompletableFuture<>();

    private @Nullable Target target;
    private @Nullable DatabaseException failure;
    private boolean isAnswered;

    private Call(String runId, InboxBatch batch) {
      this.runId = runId;
      this.batch = batch;
    }

    String runId() {
      return runId;
    }

    InboxBatch batch() {
      return batch;
    }

    void found(Target run) {
      target = run;
    }

    private void done() {
      turn.complete(List.of());
    }

    private Optional<Target> target() {
      if (failure != null) {
        throw failure;
      }
      if (!isAnswered) {
        throw new IllegalStateException("the call was not written");
      }
      return Optional.ofNullable(target);
    }
  }
}
