package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Versions that are scored without an endpoint: brought up when they are asked for, with the checks
 * of one that takes traffic, and given back when nobody has asked them for a while. One that an
 * endpoint has in memory is used as it is.
 */
@Singleton
public final class BatchVersions {

  /** Before the endpoints, which take down what frees models. */
  private static final int FIRST = 1;

  private static final long PATIENCE_SECONDS = 10;

  private final Deployments deployments;
  private final CandidateLoader loader;
  private final int most;
  private final Duration idle;
  private final Semaphore turns;
  private final ScheduledExecutorService bringUps = DaemonThreads.executor("batch-versions");
  private final ScheduledExecutorService sweeps = DaemonThreads.executor("batch-idle");

  // Guarded by this.
  private final Map<ServableVersion, Loaded> versions = new HashMap<>();
  private boolean closed;

  /** A version that is in memory, or on its way there. */
  private static final class Loaded {

    private final CompletableFuture<Deployment> deployment = new CompletableFuture<>();

    // Guarded by the versions.
    private int users;
    private long lastUseNanos = System.nanoTime();

    boolean isIdle() {
      return users == 0 && deployment.isDone();
    }
  }

  BatchVersions(Deployments deployments, CandidateLoader loader, ServingConfig config) {
    this.deployments = deployments;
    this.loader = loader;
    this.most = config.batchModels();
    this.idle = config.batchIdle();
    this.turns = new Semaphore(config.batchRequests());
  }

  void start(@Observes StartupEvent event) {
    long often = Math.max(10, idle.toMillis() / 4);
    ScheduledFuture<?> unused =
        sweeps.scheduleWithFixedDelay(this::freeIdle, often, often, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
    sweeps.shutdown();
    bringUps.shutdown();
    synchronized (this) {
      closed = true;
    }
    free(true);
    bringUps.awaitTermination(2, TimeUnit.SECONDS);
  }

  /**
   * Asks a version, which stays in memory meanwhile.
   *
   * @throws MlflowException TEMPORARILY_UNAVAILABLE where it is still being brought up, or others
   *     have its place; REQUEST_LIMIT_EXCEEDED where too many ask; RESOURCE_CONFLICT where it
   *     cannot be served, with the reason; and what the request throws
   */
  public <T> T ask(ServableVersion version, Function<Deployment, T> request) {
    if (!turns.tryAcquire()) {
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "As many requests as may are being scored without an endpoint; ask again.");
    }
    try {
      return deployments.askLoaded(version, request).orElseGet(() -> askOwn(version, request));
    } finally {
      turns.release();
    }
  }

  private <T> T askOwn(ServableVersion version, Function<Deployment, T> request) {
    Loaded loaded = use(version);
    try {
      return request.apply(await(version, loaded));
    } finally {
      synchronized (this) {
        loaded.users--;
        loaded.lastUseNanos = System.nanoTime();
      }
      if (isClosed()) {
        free(true);
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized Loaded use(ServableVersion version) {
    Loaded loaded = versions.get(version);
    if (loaded == null) {
      if (closed || (versions.size() >= most && !freeLeastRecent())) {
        throw new MlflowException(
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            "As many versions as may are in memory to be scored without an endpoint; ask again.");
      }
      Loaded coming = new Loaded();
      versions.put(version, coming);
      bringUps.execute(() -> bringUp(version, coming));
      loaded = coming;
    }
    loaded.users++;
    return loaded;
  }

  private void bringUp(ServableVersion version, Loaded coming) {
    try {
      coming.deployment.complete(loader.bringUp("batch", new Log(version), DeploymentOwner.NOBODY));
    } catch (CandidateException | RuntimeException e) {
      coming.deployment.completeExceptionally(e);
    }
    if (isClosed()) {
      free(true);
    }
  }

  private Deployment await(ServableVersion version, Loaded loaded) {
    try {
      return loaded.deployment.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "Version " + version.version() + " is still being brought up; ask again.",
          e);
    } catch (ExecutionException e) {
      // Whoever asks next has it tried again.
      synchronized (this) {
        versions.remove(version, loaded);
      }
      throw refused(version, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The server is stopping.", e);
    }
  }

  private static MlflowException refused(ServableVersion version, @Nullable Throwable cause) {
    boolean known = cause instanceof CandidateException;
    CandidateException candidate = known ? (CandidateException) cause : null;
    return new MlflowException(
        candidate == null || candidate.isWorthRetrying()
            ? ErrorCode.TEMPORARILY_UNAVAILABLE
            : ErrorCode.RESOURCE_CONFLICT,
        "Version "
            + version.version()
            + " cannot be served: "
            + (candidate == null ? "the server's log has the cause." : candidate.reason()),
        cause);
  }

  private void freeIdle() {
    free(false);
  }

  /** Gives back what nobody uses: all of it, or what was idle for long. */
  private synchronized void free(boolean all) {
    long now = System.nanoTime();
    Iterator<Loaded> each = versions.values().iterator();
    while (each.hasNext()) {
      Loaded loaded = each.next();
      if (loaded.isIdle() && (all || now - loaded.lastUseNanos >= idle.toNanos())) {
        each.remove();
        letGo(loaded);
      }
    }
  }

  /** Makes room; false where every version is in use. */
  private synchronized boolean freeLeastRecent() {
    ServableVersion oldest = null;
    long oldestUse = 0;
    for (Map.Entry<ServableVersion, Loaded> each : versions.entrySet()) {
      long use = each.getValue().lastUseNanos;
      if (each.getValue().isIdle() && (oldest == null || use - oldestUse < 0)) {
        oldest = each.getKey();
        oldestUse = use;
      }
    }
    Loaded freed = oldest == null ? null : versions.remove(oldest);
    if (freed == null) {
      return false;
    }
    letGo(freed);
    return true;
  }

  private static void letGo(Loaded loaded) {
    if (!loaded.deployment.isCompletedExceptionally()) {
      loaded.deployment.join().letGo();
    }
  }

  /** Of its way to READY nothing is kept. */
  private record Log(ServableVersion candidate) implements BringUpLog {

    @Override
    public void reach(DeploymentState state) {}
  }
}
