package dev.millrace.serving.runtime.pyfunc;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Settings of models that Python scores. */
@ConfigMapping(prefix = "millrace.serving.python")
public interface PythonConfig {

  /** What makes environments. */
  enum Installer {
    AUTO,
    PIP,
    UV
  }

  /**
   * Whether models of the flavor python_function are served. Their pickles and their code run as
   * the user of the server, and may do what that user may.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * Folder for the environments that models run in. Several servers may share it: one builds an
   * environment, the others wait for it.
   */
  @WithDefault("${millrace.data-dir:millrace-data}/python")
  Path environmentsDir();

  /**
   * The folders in which interpreters and uv are looked for, as PATH has them; by default the PATH
   * of the server.
   */
  Optional<String> path();

  /**
   * Whether a model is served with another minor version of Python than it was logged with, where
   * its own is not there. What was pickled by one need not load in another.
   */
  @WithDefault("false")
  boolean anyMinorVersion();

  /** What makes environments: pip, uv, or uv where it is there and else pip (auto). */
  @WithDefault("auto")
  Installer installer();

  /** How long making an environment may take. */
  @WithDefault("10m")
  Duration buildTimeout();

  /** How much disk an environment may take. */
  @WithDefault("10G")
  MemorySize maxEnvironmentSize();

  /** How many environments that no model uses are kept, those used last first. */
  @WithDefault("5")
  int keepEnvironments();

  /**
   * How many worker processes a deployment has; each holds the model and answers one request at a
   * time.
   */
  @WithDefault("2")
  int workers();

  /** How long a worker may take to load its model. */
  @WithDefault("2m")
  Duration startTimeout();

  /**
   * How long a request may take, the wait for a worker included. A worker that is still at it is
   * ended, and the request answered with 504.
   */
  @WithDefault("60s")
  Duration requestTimeout();

  /**
   * How much memory a worker and the processes that it starts may hold together, without what is
   * only mapped from files. One that holds more is ended. 0 for no limit.
   */
  @WithDefault("4G")
  MemorySize maxMemory();

  /** The longest pause before a worker that keeps ending is started again. */
  @WithDefault("1m")
  Duration maxRestartPause();

  /**
   * Variables that workers get beside the few that they are passed on of the server's, such as
   * {@code OMP_NUM_THREADS}, which is 1 by default.
   */
  Map<String, String> environment();
}
