package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.monitoring.EndpointMeters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at work in this process: follows an alias, a stage or a version, one swap at a time,
 * and hands out the live deployment.
 *
 * <p>While there is nothing to follow (the alias or the model was deleted, the stage is empty) the
 * last version goes on serving: an operator who deletes an alias has not asked for an outage. After
 * a restart there is then nothing to serve.
 */
final class LiveEndpoint {

  private static final Logger LOG = Logger.getLogger(LiveEndpoint.class);
  private static final long LONGEST_PAUSE_MILLIS = 300_000;

  private volatile EndpointSpec spec;
  private final Targets targets;
  private final CandidateLoader loader;
  private final SwapHistory swaps;
  private final Executor executor;
  private final EndpointMeters meters;
  private final boolean keepPrevious;
  private final Turns turns;

  private final Slot slot = new Slot();
  private final AtomicInteger wishes = new AtomicInteger();
  private final LongAdder requests = new LongAdder();

  // Guarded by this.
  private final Map<Deployment, SwapRecord> draining = new LinkedHashMap<>();
  private @Nullable Standby standby;
  private @Nullable SwapRecord candidate;
  private @Nullable SwapRecord failed;
  private long retryAtMillis;
  private int failuresInRow;
  private long liveSinceMillis;
  private boolean closed;

  LiveEndpoint(
      EndpointSpec spec,
      Targets targets,
      CandidateLoader loader,
      SwapHistory swaps,
      Executor executor,
      EndpointMeters meters,
      ServingConfig config) {
    this.spec = spec;
    this.targets = targets;
    this.loader = loader;
    this.swaps = swaps;
    this.executor = executor;
    this.meters = meters;
    this.keepPrevious = config.keepPrevious();
    this.turns = new Turns(config);
  }

  /** The version that answered before, and the swap that took the traffic from it. */
  private record Standby(Deployment deployment, SwapRecord record, long sinceMillis) {}

  EndpointSpec spec() {
    return spec;
  }

  /**
   * From now on the endpoint is as it was changed to; what answers goes on until it is replaced.
   */
  void update(EndpointSpec changed) {
    spec = changed;
  }

  /**
   * A hold on the live deployment for one request.
   *
   * @throws MlflowException TEMPORARILY_UNAVAILABLE where no version is ready,
   *     REQUEST_LIMIT_EXCEEDED where too many requests have come
   */
  Lease acquire() {
    if (!turns.take()) {
      meters.busy();
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "Endpoint '%s' answers as many requests as it may; ask again.".formatted(spec.name()));
    }
    Deployment held = slot.hold();
    if (held == null) {
      turns.giveBack();
      meters.notReady();
      throw notReady();
    }
    requests.increment();
    return new Lease(held, this);
  }

  void release(Deployment deployment) {
    deployment.letGo();
    turns.giveBack();
  }

  /** Looks at the live deployment, which is held meanwhile; errors as {@link #acquire}. */
  <T> T look(Function<Deployment, T> glance) {
    Deployment held = slot.hold();
    if (held == null) {
      throw notReady();
    }
    try {
      return glance.apply(held);
    } finally {
      held.letGo();
    }
  }

  private MlflowException notReady() {
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        ("Endpoint '%s' has no version that is ready: %s of model '%s' is none, or one that is still"
                + " being brought up or has failed.")
            .formatted(spec.name(), spec.follows().text(), spec.modelName()));
  }

  void answered(Deployment deployment, long nanos, @Nullable String error) {
    meters.answered(deployment.version().version(), nanos, error);
  }

  /** The requests since the last time this was asked. */
  long takeRequestCount() {
    return requests.sumThenReset();
  }

  /**
   * Looks where the alias points and brings that version up if it is another. Returns at once.
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
      executor.execute(this::work);
    }
  }

  private void work() {
    int fulfilled;
    do {
      fulfilled = wishes.get();
      try {
        followOnce();
      } catch (RuntimeException e) {
        LOG.warnf("endpoint %s could not look up what it follows: %s", spec.name(), e);
      }
    } while (!wishes.compareAndSet(fulfilled, 0));
  }

  private void followOnce() {
    Optional<ServableVersion> target = targets.resolve(spec.modelName(), spec.follows());
    if (target.isEmpty()) {
      return;
    }
    Deployment live = slot.live();
    synchronized (this) {
      if (closed) {
        return;
      }
      if (live != null && live.version().equals(target.get())) {
        failed = null;
        return;
      }
      boolean failedBefore = failed != null && failed.candidate().equals(target.get());
      if (failedBefore && System.currentTimeMillis() < retryAtMillis) {
        return;
      }
      failuresInRow = failedBefore ? failuresInRow : 0;
    }
    swapTo(target.get(), live);
  }

  private void swapTo(ServableVersion target, @Nullable Deployment live) {
    SwapRecord record = new SwapRecord(swaps, spec, live == null ? null : live.version(), target);
    synchronized (this) {
      candidate = record;
    }
    boolean swapped = false;
    long start = System.nanoTime();
    try {
      Deployment next = takeStandby(target);
      if (next == null) {
        next = loader.bringUp(spec.name(), record, this::freed);
      } else {
        record.reach(DeploymentState.READY);
      }
      install(next, record);
      swapped = true;
      LOG.infof("endpoint %s serves version %d", spec.name(), target.version());
    } catch (CandidateException e) {
      LOG.warnf(
          e.getCause(),
          "endpoint %s keeps what it serves: version %d failed: %s",
          spec.name(),
          target.version(),
          e.reason());
      recordFailure(record, e);
    } finally {
      meters.swapped(System.nanoTime() - start, swapped);
      synchronized (this) {
        candidate = null;
      }
    }
  }

  private void install(Deployment next, SwapRecord record) throws CandidateException {
    Deployment previous;
    synchronized (this) {
      if (closed) {
        next.letGo();
        throw new CandidateException("The endpoint was deleted.", false, null);
      }
      previous = slot.replace(next);
      // The live one from here on: it is not shown twice.
      candidate = null;
      liveSinceMillis = System.currentTimeMillis();
      failed = null;
      if (previous != null && keepPrevious) {
        standby = new Standby(previous, record, liveSinceMillis);
      }
    }
    record.reach(DeploymentState.SWAPPED);
    if (previous != null && keepPrevious) {
      record.reach(DeploymentState.STANDBY);
    } else if (previous != null) {
      drain(previous, record);
    }
  }

  /** The version that answered before, if that is the one; any other is given back. */
  private @Nullable Deployment takeStandby(ServableVersion target) {
    Standby taken;
    synchronized (this) {
      taken = standby;
      standby = null;
    }
    if (taken == null) {
      return null;
    }
    if (taken.deployment().version().equals(target)) {
      return taken.deployment();
    }
    drain(taken.deployment(), taken.record());
    return null;
  }

  private void drain(Deployment deployment, SwapRecord record) {
    synchronized (this) {
      draining.put(deployment, record);
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

  private void freed(Deployment deployment) {
    SwapRecord record;
    synchronized (this) {
      record = draining.remove(deployment);
    }
    Deployment live = slot.live();
    if (live == null || live.version().version() != deployment.version().version()) {
      meters.remove(deployment.version().version());
    }
    if (record != null) {
      record.reach(DeploymentState.FREED);
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
    meters.close();
    if (kept != null) {
      kept.deployment().letGo();
    }
    if (last != null) {
      last.letGo();
    }
  }

  /** The endpoint as the API shows it. */
  synchronized Endpoint describe() {
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
    ModelSignature signature = live == null ? null : live.signature();
    return describe(
        spec,
        live == null ? null : Integer.toString(live.version().version()),
        signature == null ? null : new Endpoint.Signature(signature.inputs(), signature.outputs()),
        deployments);
  }

  static Endpoint describe(
      EndpointSpec spec,
      @Nullable String liveVersion,
      Endpoint.@Nullable Signature signature,
      List<Endpoint.Deployment> deployments) {
    return new Endpoint(
        spec.name(),
        spec.modelName(),
        spec.follows().alias(),
        spec.follows().stage(),
        spec.follows().version(),
        spec.owner(),
        spec.description(),
        liveVersion,
        deployments.isEmpty() ? null : deployments.get(0).state(),
        spec.createdAtMillis(),
        signature,
        deployments,
        List.of());
  }
}
