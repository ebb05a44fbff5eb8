package dev.millrace.tracking.metric;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.platform.jdbc.DatabaseException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Moves what was logged from the inbox to its series: in the background, soon after it came, and at
 * once for whoever is about to read. A reader that settles first sees every call that was answered
 * before, at whichever replica.
 *
 * <p>Never to be called in a transaction that holds rows: it takes a connection of its own.
 */
@Singleton
public final class MetricInbox {

  private static final Logger LOG = Logger.getLogger(MetricInbox.class);

  /** How long calls are gathered; many points of a series are summed up at the price of one. */
  private static final long PAUSE_MILLIS = 250;

  /** How often somebody looks for what another replica left behind. */
  private static final long SWEEP_MILLIS = 5_000;

  /** Moved in one transaction. */
  private static final int RUNS_AT_ONCE = 100;

  private static final long POINTS_AT_ONCE = 5_000;

  /** Above it, those who log help to move, so that the inbox cannot grow without end. */
  private static final long MOST_WAITING = 20_000;

  /** How many points are moved for each one that is logged then. */
  private static final long HELP = 16;

  private final MetricInboxStore inbox;
  private final PointStore points;
  private final ThresholdWatch thresholds;

  /** Points that wait: those a sweep found, and what came and was moved here since. */
  private final AtomicLong waiting = new AtomicLong();

  private final AtomicBoolean planned = new AtomicBoolean();
  private final ScheduledExecutorService executor = DaemonThreads.executor("metric-inbox");

  MetricInbox(MetricInboxStore inbox, PointStore points, ThresholdWatch thresholds) {
    this.inbox = inbox;
    this.points = points;
    this.thresholds = thresholds;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::sweep, 0, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What is left is safe where it is, and moved at the next start. */
  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  /** Tells that points of a run were put into the inbox, and that is committed. */
  public void appended(long runKey, int count) {
    if (planned.compareAndSet(false, true)) {
      ScheduledFuture<?> unused =
          executor.schedule(this::sweep, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (waiting.addAndGet(count) > MOST_WAITING) {
      try {
        // Some times what the call added, so that nobody who logs waits long.
        moveSome(new Long[] {runKey}, HELP * count);
      } catch (DatabaseException e) {
        LOG.warnf("metrics are moved later: %s", e.toString());
      }
    }
  }

  /** Moves all that waits for these runs. */
  public void settleRuns(String... runIds) {
    settle(inbox.waitingOfRuns(runIds));
  }

  /** Moves all that waits for runs of these experiments. */
  public void settleExperiments(Long[] experimentIds) {
    settle(inbox.waitingInExperiments(experimentIds));
  }

  /** Moves all that waits. */
  public void settleAll() {
    settle(inbox.waiting());
  }

  /** As {@link #settleRuns}, for runs that are known by their keys. */
  public void settleRunKeys(Long[] runKeys) {
    settle(inbox.waitingOfKeys(runKeys));
  }

  /** Few points of many runs at once, or many of one: who waits for a run shall not wait long. */
  private void settle(List<MetricInboxStore.Waiting> runs) {
    List<Long> some = new ArrayList<>();
    long count = 0;
    for (MetricInboxStore.Waiting run : runs) {
      boolean full = count + run.points() > POINTS_AT_ONCE || some.size() == RUNS_AT_ONCE;
      if (full && !some.isEmpty()) {
        move(some.toArray(Long[]::new));
        some.clear();
        count = 0;
      }
      some.add(run.runKey());
      count += run.points();
    }
    if (!some.isEmpty()) {
      move(some.toArray(Long[]::new));
    }
  }

  private void move(Long[] runKeys) {
    long moved;
    do {
      moved = moveSome(runKeys, POINTS_AT_ONCE);
    } while (moved >= POINTS_AT_ONCE);
  }

  private void sweep() {
    planned.set(false);
    try {
      List<MetricInboxStore.Waiting> runs = inbox.waiting();
      waiting.set(runs.stream().mapToLong(MetricInboxStore.Waiting::points).sum());
      settle(runs);
    } catch (RuntimeException e) {
      LOG.warnf("metrics are moved to their series in the next round: %s", e.toString());
    }
  }

  /** How many points were moved; fewer than asked for where none are left. */
  private long moveSome(Long[] runKeys, long mostPoints) {
    long moved = moveAll(runKeys, mostPoints);
    waiting.addAndGet(-moved);
    return moved;
  }

  private long moveAll(Long[] runKeys, long mostPoints) {
    try {
      return QuarkusTransaction.requiringNew().call(() -> move(runKeys, mostPoints, false));
    } catch (DatabaseException e) {
      if (!e.isUniqueViolation()) {
        throw e;
      }
    }
    // A point is there already: this time with a look at each.
    return QuarkusTransaction.requiringNew().call(() -> move(runKeys, mostPoints, true));
  }

  private long move(Long[] runKeys, long mostPoints, boolean someAreThere) {
    List<MetricInboxStore.Taken> taken = inbox.take(runKeys, mostPoints);
    if (taken.isEmpty()) {
      return 0;
    }
    points.noteChange(
        taken.stream().map(MetricInboxStore.Taken::runKey).distinct().toArray(Long[]::new));
    Map<SeriesContext, SeriesSummary> summaries = SeriesSummary.of(taken);
    Map<SeriesContext, Long> seriesIds = points.sumUp(summaries.values());
    if (someAreThere) {
      points.insertMissing(summaries, seriesIds);
    } else {
      points.insert(summaries.values(), seriesIds);
    }
    thresholds.look(summaries.values());
    return taken.stream().mapToLong(one -> one.batch().size()).sum();
  }
}
