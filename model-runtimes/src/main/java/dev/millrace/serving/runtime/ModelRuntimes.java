package dev.millrace.serving.runtime;

import dev.millrace.core.signature.InputSchema;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses the runtime of a model by its flavors. */
public final class ModelRuntimes {

  private final List<ModelRuntime> runtimes;

  public ModelRuntimes(Collection<ModelRuntime> runtimes) {
    this.runtimes =
        runtimes.stream()
            .sorted(
                Comparator.comparing(ModelRuntime::isInProcess)
                    .reversed()
                    .thenComparing(ModelRuntime::flavor))
            .toList();
  }

  /**
   * The first runtime that reads one of the model's flavors, those in this process before others.
   *
   * @throws UnservableModelException where there is none, or it cannot take what the signature says
   */
  public ModelRuntime requireFor(ModelFolder folder) {
    ModelRuntime runtime =
        runtimes.stream()
            .filter(candidate -> folder.flavor(candidate.flavor()).isPresent())
            .filter(candidate -> candidate.reads(folder))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnservableModelException(
                        "None of the model's flavors can be served here ("
                            + folder.flavorNames()
                            + "); those that can: "
                            + runtimes.stream()
                                .map(ModelRuntime::flavor)
                                .collect(Collectors.joining(", "))
                            + "."));
    if (runtime.isInProcess()
        && folder.signature() != null
        && folder.signature().inputSchema() instanceof InputSchema.AsSent) {
      throw new UnservableModelException(
          "The signature has lists or objects, and a model of the flavor "
              + runtime.flavor()
              + " takes columns or tensors.");
    }
    return runtime;
  }
}
