package dev.millrace.serving.deployment;

import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.inprocess.InProcessRuntimes;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.ModelRuntimes;
import dev.millrace.serving.runtime.ParityCheck;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import dev.millrace.serving.runtime.pyfunc.PythonRuntime;
import dev.millrace.serving.schema.ModelSchemas;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Takes a candidate from its files to READY, and gives back what a deployment held. */
@ApplicationScoped
public class CandidateLoader {

  private static final Logger LOG = Logger.getLogger(CandidateLoader.class);

  private final ModelFetcher fetcher;
  private final ModelRuntimes runtimes;
  private final WorkFolders folders;
  private final MemoryBudget budget;
  private final RecordedRequests recorded;
  private final AtomicInteger loadedModels = new AtomicInteger();
  private volatile Runnable standbysGiveWay = () -> {};

  /** Frees models: a request that held the last one is not kept waiting for it. */
  private final ExecutorService cleaner =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "serving-cleaner"));

  CandidateLoader(
      ModelFetcher fetcher,
      ServingConfig config,
      PythonRuntime python,
      WorkFolders folders,
      MemoryBudget budget,
      RecordedRequests recorded) {
    this.fetcher = fetcher;
    List<ModelRuntime> all = new ArrayList<>(InProcessRuntimes.all(config.nativeDir()));
    all.add(python);
    this.runtimes = new ModelRuntimes(all);
    this.folders = folders;
    this.budget = budget;
    this.recorded = recorded;
  }

  /** What has all that stands by given back; it is run before a version is refused for its size. */
  void standbysGiveWay(Runnable giveBack) {
    standbysGiveWay = giveBack;
  }

  /** How many models are in memory now. */
  public int loadedModels() {
    return loadedModels.get();
  }

  /**
   * Brings a version up.
   *
   * @param endpointName a name for its folder and its processes, such as the endpoint's
   */
  Deployment bringUp(String endpointName, BringUpLog log, DeploymentOwner owner)
      throws CandidateException {
    long bytes = budget.isBounded() ? bytes(log) : 0;
    if (!budget.hasRoom(bytes)) {
      standbysGiveWay.run();
    }
    budget.take(bytes);
    Deployment up = null;
    try {
      up = bringUp(bytes, endpointName, log, owner);
      return up;
    } finally {
      if (up == null) {
        budget.giveBack(bytes);
      }
    }
  }

  private long bytes(BringUpLog log) throws CandidateException {
    try {
      return fetcher.bytes(log.candidate().artifactRoot());
    } catch (RuntimeException e) {
      throw new CandidateException("The files of the version cannot be listed now.", true, e);
    }
  }

  private Deployment bringUp(long bytes, String endpointName, BringUpLog log, DeploymentOwner owner)
      throws CandidateException {
    Path folder;
    try {
      folder = folders.create(endpointName);
    } catch (IOException e) {
      throw new CandidateException("The server's work directory cannot be used.", true, e);
    }
    try {
      return bringUp(folder, bytes, endpointName, log, owner);
    } catch (UnservableModelException e) {
      folders.delete(folder);
      throw new CandidateException(String.valueOf(e.getMessage()), e.mayPass(), e);
    } catch (CandidateException e) {
      folders.delete(folder);
      throw e;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // Whatever a broken model does to its loader, the live one goes on.
      folders.delete(folder);
      throw new CandidateException(
          "The model could not be brought up; the server's log has the cause.", false, e);
    }
  }

  private Deployment bringUp(
      Path folder, long bytes, String endpointName, BringUpLog log, DeploymentOwner owner)
      throws CandidateException {
    ModelFetcher.Fetched files = fetcher.fetch(log.candidate().artifactRoot(), folder);
    log.reach(DeploymentState.DOWNLOADED);

    files.verify();
    ModelFolder model =
        ModelFolder.read(folder, endpointName + " version " + log.candidate().version());
    ModelRuntime runtime = runtimes.requireFor(model);
    ModelSchemas schemas = ModelSchemas.read(model);
    log.describe(model, runtime);
    runtime.verify(model);
    log.reach(DeploymentState.VERIFIED);

    RuntimeOptions options = owner.options().runtimeOptions();
    RuntimeModel loaded = runtime.load(model, options);
    loadedModels.incrementAndGet();
    boolean ready = false;
    try {
      log.reach(DeploymentState.LOADED);
      new WarmUp(model, loaded, schemas).run();
      if (log.takesTraffic()) {
        new ParityCheck(model, loaded).run();
      }
      Deployment deployment =
          new Deployment(
              log.candidate(),
              loaded,
              model.signature(),
              schemas,
              owner,
              options,
              unused -> cleaner.execute(() -> free(unused, folder, bytes, owner)));
      Integer outgoing = log.outgoing();
      if (outgoing != null) {
        RecordedWarmUp.run(deployment, recorded.newest(endpointName, outgoing));
      }
      log.reach(DeploymentState.WARMED);
      log.reach(DeploymentState.READY);
      ready = true;
      return deployment;
    } finally {
      if (!ready) {
        loaded.close();
        loadedModels.decrementAndGet();
      }
    }
  }

  private void free(Deployment deployment, Path folder, long bytes, DeploymentOwner owner) {
    try {
      deployment.model().close();
    } catch (RuntimeException e) {
      LOG.warnf(e, "version %d could not be closed", deployment.version().version());
    }
    loadedModels.decrementAndGet();
    budget.giveBack(bytes);
    folders.delete(folder);
    owner.freed(deployment);
  }

  /** No more deployments come to be freed: returns when those that were are, or says so. */
  void awaitFreed() throws InterruptedException {
    cleaner.shutdown();
    if (!cleaner.awaitTermination(5, TimeUnit.SECONDS)) {
      LOG.warn("models were still being freed when the server stopped");
    }
  }
}
