package dev.millrace.serving.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses the runtime of a model by its flavors. */
@ApplicationScoped
public class ModelRuntimes {

  private final List<ModelRuntime> runtimes;

  ModelRuntimes(Instance<ModelRuntime> runtimes) {
    this.runtimes = runtimes.stream().sorted(Comparator.comparing(ModelRuntime::flavor)).toList();
  }

  /**
   * The first runtime that reads one of the model's flavors.
   *
   * @throws UnservableModelException where there is none
   */
  public ModelRuntime requireFor(ModelFolder folder) {
    return runtimes.stream()
        .filter(runtime -> folder.flavor(runtime.flavor()).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new UnservableModelException(
                    "None of the model's flavors can be served ("
                        + folder.flavorNames()
                        + "); the server serves: "
                        + runtimes.stream()
                            .map(ModelRuntime::flavor)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
