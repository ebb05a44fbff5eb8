package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Has any model that MLflow's {@code pyfunc} loads scored by worker processes. */
@ApplicationScoped
public class PythonRuntime implements ModelRuntime {

  private final PythonConfig config;
  private final Interpreters interpreters;
  private final Path folder;
  private final EnvironmentCache environments;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<PythonModel> models = ConcurrentHashMap.newKeySet();

  PythonRuntime(PythonConfig config) {
    this.config = config;
    this.interpreters = new Interpreters(config);
    this.folder = config.environmentsDir().toAbsolutePath().normalize();
    this.environments = new EnvironmentCache(folder, config);
    this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("python-timer"));
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public String flavor() {
    return Requirements.FLAVOR;
  }

  @Override
  public boolean isInProcess() {
    return false;
  }

  @Override
  public Engine engine() {
    return new Engine("python", "of the model's own environment");
  }

  @Override
  public void verify(ModelFolder model) {
    if (!config.enabled()) {
      throw new UnservableModelException(
          "Models of the flavor python_function are not served here: "
              + "millrace.serving.python.enabled is false.");
    }
    interpreters.requireFor(Requirements.of(model).python());
  }

  @Override
  public RuntimeModel load(ModelFolder model, RuntimeOptions options) {
    Requirements requirements = Requirements.of(model);
    Interpreter interpreter = interpreters.requireFor(requirements.python());
    try {
      Scripts scripts = Scripts.in(folder);
      EnvironmentBuilder builder = new EnvironmentBuilder(config, scripts, interpreters);
      EnvironmentCache.Hold environment =
          environments.acquire(
              requirements.key(interpreter),
              place -> builder.build(place, requirements, interpreter));
      Integer workers = options.workers();
      return start(model, scripts, environment, workers == null ? config.workers() : workers);
    } catch (IOException e) {
      throw new UnservableModelException("The folder of environments cannot be used.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnservableModelException("The server stopped while the model was loaded.", true);
    }
  }

  private RuntimeModel start(
      ModelFolder model, Scripts scripts, EnvironmentCache.Hold environment, int workers) {
    boolean up = false;
    try {
      WorkerLauncher launcher =
          new WorkerLauncher(
              config, scripts, environment.python(), model.path(), model.servedAs(), timer);
      PythonModel loaded =
          new PythonModel(
              WorkerPool.start(launcher, workers, config, timer),
              environment,
              schema(model),
              models::remove);
      models.add(loaded);
      up = true;
      return loaded;
    } finally {
      if (!up) {
        environment.close();
      }
    }
  }

  /** Models of type hints hold what they are given against them themselves. */
  private static InputSchema schema(ModelFolder model) {
    JsonNode description = model.description();
    boolean typeHints =
        description.path("is_signature_from_type_hint").asBoolean()
            || description.path("type_hint_from_example").asBoolean();
    return model.signature() == null || typeHints
        ? new InputSchema.AsSent()
        : model.signature().inputSchema();
  }

  @PreDestroy
  void close() {
    List.copyOf(models).forEach(PythonModel::close);
    timer.shutdownNow();
  }
}
