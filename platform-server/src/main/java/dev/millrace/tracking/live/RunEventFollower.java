package dev.millrace.tracking.live;

import dev.millrace.tracking.change.RunChanges;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that carries changes: it tells every replica what was noted at this one, and hands
 * what any replica told to those who watch here. Nobody waits for it.
 */
@Singleton
public final class RunEventFollower {

  private static final Logger LOG = Logger.getLogger(RunEventFollower.class);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final List<String> SOMETHING =
      ChangeNotice.write(new RunChanges.Drained(Map.of(), true));

  private final RunChanges changes;
  private final ChangeListenerStore listener;
  private final RunEventReader reader;
  private final EventHub hub;
  private final Duration interval;
  private final List<Consumer<@Nullable Set<String>>> logWatchers = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  /** Whether changes were drained that perhaps nobody was told of. */
  private boolean untold;

  RunEventFollower(
      RunChanges changes,
      ChangeListenerStore listener,
      RunEventReader reader,
      EventHub hub,
      LiveConfig config) {
    this.changes = changes;
    this.listener = listener;
    this.reader = reader;
    this.hub = hub;
    this.interval = config.interval();
  }

  /** Calls back, quickly, with the runs that changed in any way; with null where any may have. */
  public void onChange(Consumer<@Nullable Set<String>> watcher) {
    logWatchers.add(watcher);
  }

  void start(@Observes StartupEvent event) {
    Thread follower = new Thread(this::run, "run-events");
    follower.setDaemon(true);
    follower.start();
    thread = follower;
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      thread.join(interval.plusSeconds(1).toMillis());
    }
  }

  private void run() {
    long pause = SHORTEST_PAUSE_MILLIS;
    boolean first = true;
    do {
      try (ChangeListenerStore.Session session = listener.listen()) {
        if (!first) {
          LOG.info("changes of runs are told again");
          missedSomething();
        }
        first = false;
        pause = SHORTEST_PAUSE_MILLIS;
        follow(session);
      } catch (SQLException | RuntimeException e) {
        if (stopping.getCount() > 0) {
          LOG.warnf("changes of runs are not told until the database is back: %s", e);
        }
        first = false;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    } while (!isStoppedWithin(pause));
  }

  private void follow(ChangeListenerStore.Session session) throws SQLException {
    long lastTold = System.nanoTime() - interval.toNanos();
    long lastProbe = System.nanoTime();
    while (stopping.getCount() > 0) {
      Duration sinceTold = Duration.ofNanos(System.nanoTime() - lastTold);
      if (sinceTold.compareTo(interval) >= 0) {
        tell(session);
        lastTold = System.nanoTime();
        sinceTold = Duration.ZERO;
      }
      List<String> payloads = session.await(interval.minus(sinceTold));
      if (!payloads.isEmpty()) {
        deliver(ChangeNotice.read(payloads));
      }
      if (System.nanoTime() - lastProbe > PROBE_INTERVAL.toNanos()) {
        session.probe();
        lastProbe = System.nanoTime();
      }
    }
  }

  private void tell(ChangeListenerStore.Session session) throws SQLException {
    if (untold) {
      session.tell(SOMETHING);
      untold = false;
    }
    RunChanges.Drained drained = changes.drain();
    if (!drained.isEmpty()) {
      untold = true;
      session.tell(ChangeNotice.write(drained));
      untold = false;
    }
  }

  private void deliver(ChangeNotice notice) {
    if (notice.overflowed()) {
      missedSomething();
      return;
    }
    logWatchers.forEach(watcher -> watcher.accept(notice.runs().keySet()));
    Set<String> watched = hub.watched();
    if (watched.isEmpty()) {
      return;
    }
    try {
      hub.publish(reader.eventsOf(notice.runs(), watched));
    } catch (RuntimeException e) {
      LOG.warnf("what changed in runs could not be read; watchers are told to fetch: %s", e);
      hub.reset();
    }
  }

  private void missedSomething() {
    hub.reset();
    logWatchers.forEach(watcher -> watcher.accept(null));
  }

  private boolean isStoppedWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
