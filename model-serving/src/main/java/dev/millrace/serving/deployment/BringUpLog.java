package dev.millrace.serving.deployment;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import org.jspecify.annotations.Nullable;

/** Who wants a candidate, and is told how it comes up. */
interface BringUpLog {

  ServableVersion candidate();

  /** The candidate has come so far. */
  void reach(DeploymentState state);

  /** Whether it is brought up to answer callers, and so must answer what its framework does. */
  default boolean takesTraffic() {
    return true;
  }

  /** The version that answers its callers so far; null where none does. */
  default @Nullable Integer outgoing() {
    return null;
  }

  /** The files of the candidate, once they are there. */
  default void describe(ModelFolder model, ModelRuntime runtime) {}
}
