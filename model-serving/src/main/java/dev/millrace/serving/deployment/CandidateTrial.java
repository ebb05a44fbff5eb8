package dev.millrace.serving.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.ModelTrial;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tries candidates in this process, one at a time: each takes the memory of a live version. */
@ApplicationScoped
public class CandidateTrial implements ModelTrial {

  private static final int PATIENCE_MINUTES = 5;

  private final CandidateLoader loader;
  private final Semaphore turn = new Semaphore(1, true);

  CandidateTrial(CandidateLoader loader) {
    this.loader = loader;
  }

  @Override
  public Report run(ServableVersion version, Plan plan) {
    return inTurn(() -> bringUpAndAsk(version, plan));
  }

  /** As {@link #run}, for questions of any kind. */
  public <T> T ask(ServableVersion version, Function<Deployment, T> questions) {
    return inTurn(
        () -> {
          Deployment deployment = bringUp(new Log(version));
          try {
            return questions.apply(deployment);
          } finally {
            deployment.letGo();
          }
        });
  }

  private <T> T inTurn(Supplier<T> trial) {
    try {
      if (!turn.tryAcquire(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw busy(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(e);
    }
    try {
      return trial.get();
    } finally {
      turn.release();
    }
  }

  private Report bringUpAndAsk(ServableVersion version, Plan plan) {
    Log log = new Log(version);
    final long memoryBefore = ProcessMemory.residentBytes();
    final long start = System.nanoTime();
    Deployment deployment = bringUp(log);
    try {
      long loadMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      RuntimeModel model = deployment.model();
      long memory =
          Math.max(0, ProcessMemory.residentBytes() - memoryBefore) + model.memoryElsewhereBytes();
      List<Answer> answers = new ArrayList<>();
      plan.requests().forEach(request -> answers.add(ask(model, request)));
      return new Report(
          log.flavors,
          Objects.requireNonNull(log.engine),
          loadMillis,
          memory,
          answers,
          plan.load() == null || log.example == null
              ? null
              : LoadRun.of(model, log.example, plan.load()));
    } finally {
      deployment.letGo();
    }
  }

  private Deployment bringUp(Log log) {
    try {
      return loader.bringUp("trial", log, DeploymentOwner.NOBODY);
    } catch (CandidateException e) {
      throw new MlflowException(
          e.isWorthRetrying() ? ErrorCode.TEMPORARILY_UNAVAILABLE : ErrorCode.INVALID_STATE,
          "Version " + log.candidate().version() + " cannot be served: " + e.reason(),
          e);
    }
  }

  private static Answer ask(RuntimeModel model, byte[] body) {
    try {
      return new Answer(MlflowJson.mapper().writeValueAsString(model.scoreJson(body)), null);
    } catch (MlflowException e) {
      return new Answer(null, e.text());
    } catch (JsonProcessingException e) {
      return new Answer(null, "The model's predictions are no JSON.");
    }
  }

  private static MlflowException busy(@Nullable Throwable cause) {
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "Other versions are being tried; this one did not get its turn.",
        cause);
  }

  /** Keeps what the report tells of the files. */
  private static final class Log implements BringUpLog {

    private final ServableVersion candidate;
    private String flavors = "";
    private @Nullable Engine engine;
    private byte @Nullable [] example;

    Log(ServableVersion candidate) {
      this.candidate = candidate;
    }

    @Override
    public ServableVersion candidate() {
      return candidate;
    }

    @Override
    public void reach(DeploymentState state) {}

    /** Whoever tries a version compares the answers himself, and by his own tolerance. */
    @Override
    public boolean takesTraffic() {
      return false;
    }

    @Override
    public void describe(ModelFolder model, ModelRuntime runtime) {
      flavors = model.flavorNames();
      engine = runtime.engine();
      try {
        example = InputExample.read(model);
      } catch (IOException e) {
        // The warm-up reads the example again, and says what is wrong.
      }
    }
  }
}
