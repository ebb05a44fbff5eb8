package dev.millrace.serving.deployment;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.signature.ModelSignature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A place behind an endpoint: follows an alias, a stage or a version, one swap at a time, and hands
 * out the deployment that is live in it.
 *
 * <p>While there is nothing to follow (the alias or the model was deleted, the stage is empty) the
 * last version goes on serving: an operator who deletes an alias has not asked for an outage. After
 * a restart there is then nothing to serve.
 */
final class LiveVariant {

  /** What the variant is called that an endpoint has by itself. */
  static final String PRIMARY = "primary";

  /** What the version is called that an endpoint goes over to. */
  static final String CANARY = "canary";

  private static final Logger LOG = Logger.getLogger(LiveVariant.class);
  private static final long LONGEST_PAUSE_MILLIS = 300_000;

  private final String name;
  private final LiveEndpoint endpoint;
  private final SwapTools tools;
  private final Supplier<Optional<ServableVersion>> target;
  private final BooleanSupplier keepsPrevious;

  private final Slot slot = new Slot();
  private final AtomicInteger wishes = new AtomicInteger();

  // Guarded by this.
  private final Map<Deployment, SwapRecord> draining = new LinkedHashMap<>();
  private @Nullable Standby standby;
  private @Nullable SwapRecord candidate;
  private @Nullable SwapRecord liveRecord;
  private @Nullable SwapRecord failed;
  private long retryAtMillis;
  private int failuresInRow;
  private long liveSinceMillis;
  private boolean closed;

  /**
   * @param target looks up the version that is followed; empty where there is none
   */
  LiveVariant(
      String name,
      LiveEndpoint endpoint,
      SwapTools tools,
      Supplier<Optional<ServableVersion>> target) {
    this(name, endpoint, tools, target, () -> false);
  }

  private LiveVariant(
      String name,
      LiveEndpoint endpoint,
      SwapTools tools,
      Supplier<Optional<ServableVersion>> target,
      BooleanSupplier keepsPrevious) {
    this.name = name;
    this.endpoint = endpoint;
    this.tools = tools;
    this.target = target;
    this.keepsPrevious = keepsPrevious;
  }

  static LiveVariant primary(
      LiveEndpoint endpoint, SwapTools tools, Supplier<Optional<ServableVersion>> target) {
    return new LiveVariant(
        PRIMARY,
        endpoint,
        tools,
        target,
        () -> endpoint.options().keepsPrevious(tools.keepPrevious()));
  }

  /** The version that answered before, and the swap that took the traffic from it. */
  private record Standby(Deployment deployment, SwapRecord record, long sinceMillis) {}

  String name() {
    return name;
  }

  /** The live deployment, held for the caller; null while there is none. */
  @Nullable Deployment hold() {
    return slot.hold();
  }

  /** As {@link #hold}, where the live version is that one. */
  @Nullable Deployment holdLive(int version) {
    Deployment live = slot.live();
    return live != null && live.version().version() == version && live.tryHold() ? live : null;
  }

  /**
   * The first deployment that is wanted, live or standing by, held for the caller; null without
   * one.
   */
  @Nullable Deployment holdLoaded(Predicate<Deployment> wanted) {
    Deployment live = slot.live();
    if (live != null && wanted.test(live) && live.tryHold()) {
      return live;
    }
    synchronized (this) {
      Deployment kept = standby == null ? null : standby.deployment();
      return kept != null && wanted.test(kept) && kept.tryHold() ? kept : null;
    }
  }

  Optional<Integer> liveVersion() {
    return Optional.ofNullable(slot.live()).map(live -> live.version().version());
  }

  /** Of the live version; null where none was logged, or none is live. */
  @Nullable ModelSignature signature() {
    Deployment live = slot.live();
    return live == null ? null : live.signature();
  }

  /**
   * Looks what is followed and brings that version up if it is another. Returns at once.
   *
   * @param retryFailed whether a version that failed is tried again now
   */
  void follow(boolean retryFailed) {
    if (retryFailed) {
      synchronized (this) {
        retryAtMillis = 0;
      }
    }
    if (wishes.getAndIncrement() == 0) {
      tools.executor().execute(this::work);
    }
  }

  private void work() {
    int fulfilled;
    do {
      fulfilled = wishes.get();
      try {
        followOnce();
      } catch (RuntimeException e) {
        LOG.warnf("%s could not look up what it follows: %s", label(), e);
      }
    } while (!wishes.compareAndSet(fulfilled, 0));
  }

  private void followOnce() {
    if (!keepsPrevious.getAsBoolean()) {
      takeStandby(null);
    }
    Optional<ServableVersion> wanted = target.get();
    if (wanted.isEmpty()) {
      return;
    }
    Deployment live = slot.live();
    synchronized (this) {
      if (closed) {
        return;
      }
      if (live != null && live.is(wanted.get(), endpoint.options().runtimeOptions())) {
        failed = null;
        return;
      }
      boolean failedBefore = failed != null && failed.candidate().equals(wanted.get());
      if (failedBefore && System.currentTimeMillis() < retryAtMillis) {
        return;
      }
      failuresInRow = failedBefore ? failuresInRow : 0;
    }
    swapTo(wanted.get(), live);
  }

  private void swapTo(ServableVersion wanted, @Nullable Deployment live) {
    SwapRecord record =
        new SwapRecord(
            tools.pen(),
            endpoint.spec(),
            name.equals(PRIMARY) ? null : name,
            live == null ? null : live.version(),
            wanted,
            liveVersion().or(endpoint::liveVersion).orElse(null));
    synchronized (this) {
      candidate = record;
    }
    boolean swapped = false;
    long start = System.nanoTime();
    try {
      Deployment next = takeStandby(wanted);
      next =
          next == null
              ? endpoint.holdLoaded(kept -> kept.is(wanted, endpoint.options().runtimeOptions()))
              : next;
      if (next == null) {
        next = tools.loader().bringUp(endpoint.spec().name(), record, endpoint);
      } else {
        record.reach(DeploymentState.READY);
      }
      install(next, record);
      swapped = true;
      endpoint.installed();
      LOG.infof("%s serves version %d", label(), wanted.version());
    } catch (CandidateException e) {
      LOG.warnf(
          e.getCause(),
          "%s keeps what it serves: version %d failed: %s",
          label(),
          wanted.version(),
          e.reason());
      recordFailure(record, e);
      if (!e.isWorthRetrying()) {
        endpoint.refused(this, e.reason());
      }
    } finally {
      endpoint.meters().swapped(System.nanoTime() - start, swapped);
      synchronized (this) {
        candidate = null;
      }
    }
  }

  private String label() {
    String of = "endpoint " + endpoint.spec().name();
    return name.equals(PRIMARY) ? of : of + ", variant " + name + ",";
  }

  private void install(Deployment next, SwapRecord record) throws CandidateException {
    Deployment previous;
    boolean keeps = keepsPrevious.getAsBoolean();
    synchronized (this) {
      if (closed) {
        next.letGo();
        throw new CandidateException("It was deleted meanwhile.", false, null);
      }
      previous = slot.replace(next);
      // The live one from here on: it is not shown twice.
      candidate = null;
      liveRecord = record;
      liveSinceMillis = System.currentTimeMillis();
      failed = null;
      if (previous != null && keeps) {
        standby = new Standby(previous, record, liveSinceMillis);
      }
    }
    record.reach(DeploymentState.SWAPPED);
    if (previous != null && keeps) {
      record.reach(DeploymentState.STANDBY);
    } else if (previous != null) {
      drain(previous, record);
    }
  }

  /** The version that answered before is given back: its memory is needed. */
  void giveBackStandby() {
    takeStandby(null);
  }

  /** The version that answered before, if that is the one; any other is given back. */
  private @Nullable Deployment takeStandby(@Nullable ServableVersion wanted) {
    Standby taken;
    synchronized (this) {
      taken = standby;
      standby = null;
    }
    if (taken == null) {
      return null;
    }
    if (wanted != null && taken.deployment().is(wanted, endpoint.options().runtimeOptions())) {
      return taken.deployment();
    }
    drain(taken.deployment(), taken.record());
    return null;
  }

  private void drain(Deployment deployment, SwapRecord record) {
    SwapRecord earlier;
    synchronized (this) {
      earlier = draining.put(deployment, record);
    }
    if (earlier != null) {
      // It came back from another variant, and this place gave it back then.
      earlier.reach(DeploymentState.FREED);
    }
    record.reach(DeploymentState.DRAINING);
    deployment.letGo();
  }

  private synchronized void recordFailure(SwapRecord record, CandidateException e) {
    record.fail(e.reason());
    failed = record;
    failuresInRow++;
    long pause = Math.min(LONGEST_PAUSE_MILLIS, 1000L << Math.min(failuresInRow, 20));
    retryAtMillis = e.isWorthRetrying() ? System.currentTimeMillis() + pause : Long.MAX_VALUE;
  }

  /** A deployment of the endpoint is freed, which may be one that drained here. */
  void freed(Deployment deployment) {
    SwapRecord record;
    synchronized (this) {
      record = draining.remove(deployment);
    }
    if (record != null) {
      record.reach(DeploymentState.FREED);
    }
  }

  /** As {@link #close()}, of a version that shall not go on, as its history tells. */
  void giveUp(String reason) {
    SwapRecord record;
    synchronized (this) {
      record = liveRecord;
    }
    close();
    if (record != null) {
      record.fail(reason);
    }
  }

  /** Takes no more requests; the model is freed when those it has are answered. */
  void close() {
    Deployment last;
    Standby kept;
    synchronized (this) {
      closed = true;
      last = slot.replace(null);
      kept = standby;
      standby = null;
    }
    if (kept != null) {
      kept.deployment().letGo();
    }
    if (last != null) {
      last.letGo();
    }
  }

  /** What it holds: the live version, a candidate, the last that failed, and those that go. */
  synchronized List<Endpoint.Deployment> deployments() {
    List<Endpoint.Deployment> deployments = new ArrayList<>();
    Deployment live = slot.live();
    if (live != null) {
      deployments.add(
          new Endpoint.Deployment(
              Integer.toString(live.version().version()),
              DeploymentState.READY,
              null,
              liveSinceMillis));
    }
    SwapRecord newest = candidate != null ? candidate : failed;
    if (newest != null) {
      deployments.add(
          new Endpoint.Deployment(
              Integer.toString(newest.candidate().version()),
              newest.last().state(),
              newest.reason(),
              newest.last().at()));
    }
    if (standby != null) {
      deployments.add(
          new Endpoint.Deployment(
              Integer.toString(standby.deployment().version().version()),
              DeploymentState.STANDBY,
              null,
              standby.sinceMillis()));
    }
    draining.forEach(
        (deployment, record) ->
            deployments.add(
                new Endpoint.Deployment(
                    Integer.toString(deployment.version().version()),
                    DeploymentState.DRAINING,
                    null,
                    record.last().at())));
    return deployments;
  }
}
