package dev.millrace.serving.deployment;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.signature.ModelSignature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at work in this process: follows its alias, one swap at a time, and hands out the
 * live deployment.
 *
 * <p>While the alias points nowhere (it or its model was deleted) the last version goes on serving:
 * an operator who deletes an alias has not asked for an outage. After a restart there is then
 * nothing to serve.
 */
final class LiveEndpoint {

  private static final Logger LOG = Logger.getLogger(LiveEndpoint.class);
  private static final long LONGEST_PAUSE_MILLIS = 300_000;

  private final EndpointSpec spec;
  private final AliasDirectory aliases;
  private final CandidateLoader loader;
  private final SwapHistory swaps;
  private final Executor executor;

  private final Slot slot = new Slot();
  private final AtomicInteger wishes = new AtomicInteger();
  private final LongAdder requests = new LongAdder();

  // Guarded by this.
  private final Map<Deployment, SwapRecord> draining = new LinkedHashMap<>();
  private @Nullable SwapRecord candidate;
  private @Nullable SwapRecord failed;
  private long retryAtMillis;
  private int failuresInRow;
  private long liveSinceMillis;
  private boolean closed;

  LiveEndpoint(
      EndpointSpec spec,
      AliasDirectory aliases,
      CandidateLoader loader,
      SwapHistory swaps,
      Executor executor) {
    this.spec = spec;
    this.aliases = aliases;
    this.loader = loader;
    this.swaps = swaps;
    this.executor = executor;
  }

  EndpointSpec spec() {
    return spec;
  }

  @Nullable Lease acquire() {
    return slot.acquire();
  }

  void countRequest() {
    requests.increment();
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
        LOG.warnf("endpoint %s could not look up its alias: %s", spec.name(), e);
      }
    } while (!wishes.compareAndSet(fulfilled, 0));
  }

  private void followOnce() {
    Optional<ServableVersion> target = aliases.resolve(spec.modelName(), spec.alias());
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
    try {
      Deployment next = loader.bringUp(spec.name(), record, this::freed);
      install(next, record);
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
      liveSinceMillis = System.currentTimeMillis();
      failed = null;
      if (previous != null) {
        draining.put(previous, record);
      }
    }
    record.reach(DeploymentState.SWAPPED);
    if (previous != null) {
      record.reach(DeploymentState.DRAINING);
      previous.letGo();
    }
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
    if (record != null) {
      record.reach(DeploymentState.FREED);
    }
  }

  /** Takes no more requests; the model is freed when those it has are answered. */
  void close() {
    Deployment last;
    synchronized (this) {
      closed = true;
      last = slot.replace(null);
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
    draining.forEach(
        (deployment, record) ->
            deployments.add(
                new Endpoint.Deployment(
                    Integer.toString(deployment.version().version()),
                    DeploymentState.DRAINING,
                    null,
                    record.last().at())));
    ModelSignature signature = live == null ? null : live.signature();
    return new Endpoint(
        spec.name(),
        spec.modelName(),
        spec.alias(),
        live == null ? null : Integer.toString(live.version().version()),
        deployments.isEmpty() ? null : deployments.get(0).state(),
        spec.createdAtMillis(),
        signature == null ? null : new Endpoint.Signature(signature.inputs(), signature.outputs()),
        deployments,
        List.of());
  }
}
