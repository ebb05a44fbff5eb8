package dev.millrace.serving.batching;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Batching;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.RequestLostException;
import dev.millrace.serving.runtime.RuntimeModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Scores requests of one model together that come at the same time.
 *
 * <p>Whoever comes while the model has a free lane leads: he takes along those who wait, and gives
 * each the rows of his own. All others wait to be taken along, or to lead. So nobody waits while
 * the model is idle, unless a delay is allowed and requests come quickly enough for another one to
 * be expected within it.
 *
 * <p>Where the model does not answer several requests at once, each is scored by itself: a request
 * is never refused for what came with it.
 */
public final class MicroBatcher {

  private static final Logger LOG = Logger.getLogger(MicroBatcher.class);

  private final RuntimeModel model;
  private final int lanes;
  private final IntConsumer whenScored;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition oneMore = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Call> queue = new ArrayDeque<>();
  private final Arrivals arrivals = new Arrivals();
  private int queuedRows;
  private int busyLanes;

  /** Whether the model answers row by row; one that does not is asked request by request. */
  private volatile boolean byRow = true;

  /**
   * @param whenScored told how many requests were scored together
   */
  public MicroBatcher(RuntimeModel model, IntConsumer whenScored) {
    this.model = model;
    this.lanes = model.lanes();
    this.whenScored = whenScored;
  }

  /** Scores a request, as {@link RuntimeModel#score(ModelInput, ObjectNode, boolean)}. */
  public Object score(Batching rules, ModelInput input, ObjectNode params, boolean mayRepeat) {
    int rows = byRow ? input.rows() : 0;
    int most = rules.maxRows() == null ? 0 : rules.maxRows();
    if (rows == 0 || rows >= most) {
      return model.score(input, params, mayRepeat);
    }
    Call call = new Call(input, params, mayRepeat, rows, lock.newCondition());
    List<Call> led = null;
    lock.lock();
    try {
      arrivals.came(System.nanoTime());
      queue.add(call);
      queuedRows += rows;
      oneMore.signalAll();
      if (comesToLead(call)) {
        awaitOthers(rules, most);
        led = take(most);
      }
    } finally {
      lock.unlock();
    }
    return led == null ? answer(call) : lead(led);
  }

  /** Returns when so many requests are in the queue. */
  void awaitQueued(int requests) throws InterruptedException {
    lock.lock();
    try {
      while (queue.size() < requests) {
        oneMore.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits; true where the request is to lead, false where another one took it along. */
  private boolean comesToLead(Call call) {
    while (call.state == Call.State.WAITING && !(queue.peek() == call && busyLanes < lanes)) {
      call.turn.awaitUninterruptibly();
    }
    while (call.state == Call.State.TAKEN) {
      call.turn.awaitUninterruptibly();
    }
    return call.state == Call.State.WAITING;
  }

  /** Waits as long as others follow quickly, and there is room for them. */
  private void awaitOthers(Batching rules, int most) {
    Long delay = rules.maxDelayMillis();
    if (delay == null) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
    int before = 0;
    while (queuedRows < most && queue.size() > before) {
      before = queue.size();
      long patience = arrivals.worthWaitingNanos(end - System.nanoTime());
      try {
        if (patience <= 0 || oneMore.awaitNanos(patience) <= 0) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** The first of those who wait, and the others that fit it and have room, in their order. */
  private List<Call> take(int most) {
    List<Call> taken = new ArrayList<>();
    Call first = queue.element();
    int rows = 0;
    for (Iterator<Call> each = queue.iterator(); each.hasNext(); ) {
      Call next = each.next();
      if (next == first || (rows + next.rows <= most && fit(first, next))) {
        each.remove();
        next.state = Call.State.TAKEN;
        rows += next.rows;
        taken.add(next);
      }
    }
    queuedRows -= rows;
    busyLanes++;
    wakeFirst();
    return taken;
  }

  private static boolean fit(Call first, Call next) {
    return next.params.equals(first.params) && MergedInput.fit(first.input, next.input);
  }

  /** Scores these, of which the first is the leader's own, and returns its answer. */
  private Object lead(List<Call> calls) {
    Outcome outcome = Outcome.APART;
    try {
      try {
        outcome = calls.size() > 1 ? together(calls) : Outcome.APART;
      } finally {
        settle(calls, outcome);
      }
      return answer(calls.get(0));
    } finally {
      lock.lock();
      try {
        busyLanes--;
        wakeFirst();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Who waits longest may lead, where there is a lane. */
  private void wakeFirst() {
    Call first = queue.peek();
    if (first != null && busyLanes < lanes) {
      first.turn.signal();
    }
  }

  /**
   * What became of requests that were scored together.
   *
   * @param answer with the rows of all; null where there is none
   * @param lost why, where the model ended with them in its hands
   */
  private record Outcome(@Nullable Object answer, @Nullable MlflowException lost) {

    /** Each is to be scored by itself. */
    static final Outcome APART = new Outcome(null, null);
  }

  private Outcome together(List<Call> calls) {
    Call first = calls.get(0);
    try {
      Object answer =
          model.score(
              MergedInput.of(calls.stream().map(call -> call.input).toList()), first.params, false);
      if (isByRow(answer, calls.stream().mapToInt(call -> call.rows).sum())) {
        whenScored.accept(calls.size());
        return new Outcome(answer, null);
      }
    } catch (MlflowException e) {
      if (e.getCause() instanceof RequestLostException) {
        return new Outcome(null, e);
      }
      LOG.debug("one of several requests is not taken, or the model fails on it", e);
    } catch (RuntimeException e) {
      LOG.debug("the model fails on one of several requests", e);
    }
    return Outcome.APART;
  }

  private void settle(List<Call> calls, Outcome outcome) {
    lock.lock();
    try {
      int from = 0;
      for (Call call : calls) {
        if (outcome.answer() != null) {
          call.answer = SplitAnswer.rows(outcome.answer(), from, from + call.rows);
          from += call.rows;
        } else if (outcome.lost() != null) {
          call.failure = call.mayRepeat ? null : outcome.lost();
          call.mayRepeat = false;
        }
        call.state = Call.State.SETTLED;
        call.turn.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The answer of a request that was settled: what it has, or it is asked for by itself. */
  private Object answer(Call call) {
    if (call.answer != null) {
      return call.answer;
    }
    if (call.failure != null) {
      throw call.failure;
    }
    whenScored.accept(1);
    Object answer = model.score(call.input, call.params, call.mayRepeat);
    isByRow(answer, call.rows);
    return answer;
  }

  private boolean isByRow(Object answer, int rows) {
    boolean is = SplitAnswer.isByRow(answer, rows);
    if (!is && byRow) {
      byRow = false;
      LOG.warn("a model does not answer row by row: its requests are scored one by one");
    }
    return is;
  }
}
