package dev.millrace.serving.runtime;

import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;

/** Loads the models of one flavor. One per flavor; {@link ModelRuntimes} chooses. */
public interface ModelRuntime {

  /** The key under {@code flavors} in the {@code MLmodel} file that this runtime reads. */
  String flavor();

  /**
   * Whether it reads this model of its flavor. One that it does not goes to the next runtime, such
   * as Python's.
   */
  default boolean reads(ModelFolder folder) {
    return true;
  }

  /** The library that scores, as Python's packages name it, and its release. */
  Engine engine();

  /** Whether it scores in this process. Of a model with several flavors such a one is served. */
  default boolean isInProcess() {
    return true;
  }

  /**
   * Looks at the files without running anything from them.
   *
   * @throws UnservableModelException where the model must not or cannot be loaded
   */
  void verify(ModelFolder folder);

  /**
   * Loads the model; the caller closes it.
   *
   * @param options of which it heeds those that mean something to it
   * @throws UnservableModelException where it cannot be loaded, or does not take what its signature
   *     says
   */
  RuntimeModel load(ModelFolder folder, RuntimeOptions options);
}
