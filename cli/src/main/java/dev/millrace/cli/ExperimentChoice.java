package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.Experiment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An experiment by its id or its name, as MLflow's command line takes it. */
final class ExperimentChoice {

  private static final class Named {

    @Option(
        names = {"-x", "--experiment-id"},
        paramLabel = "ID",
        description = "The experiment by its id (default: MLFLOW_EXPERIMENT_ID).")
    private @Nullable String id;

    @Option(
        names = {"-n", "--experiment-name"},
        paramLabel = "NAME",
        description = "The experiment by its name (default: MLFLOW_EXPERIMENT_NAME).")
    private @Nullable String name;
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "0..1")
  private Named named = new Named();

  /** The experiment, which has to be there. */
  Experiment get(MillraceClient client) {
    Named chosen = chosen(null);
    return chosen.id != null
        ? client.experiments().get(chosen.id)
        : client.experiments().byName(String.valueOf(chosen.name));
  }

  /**
   * Its id; one that is chosen by name has to be there.
   *
   * @param byName a name that was given without an option, or null
   */
  String id(MillraceClient client, @Nullable String byName) {
    Named chosen = chosen(byName);
    return chosen.id != null
        ? chosen.id
        : client.experiments().byName(String.valueOf(chosen.name)).experimentId();
  }

  /** Its id; one that is chosen by name is made where it is missing. */
  String requireId(MillraceClient client) {
    Named chosen = chosen(null);
    return chosen.id != null
        ? chosen.id
        : client.experiments().requireId(String.valueOf(chosen.name));
  }

  private Named chosen(@Nullable String byName) {
    Named chosen = named;
    boolean given = chosen.id != null || chosen.name != null;
    if (given && byName != null) {
      throw new ParameterException(spec.commandLine(), "Name the experiment once.");
    }
    if (given) {
      return chosen;
    }
    Named other = new Named();
    other.name = byName;
    if (byName == null) {
      other.id = System.getenv("MLFLOW_EXPERIMENT_ID");
      other.name = System.getenv("MLFLOW_EXPERIMENT_NAME");
    }
    if (other.id == null && other.name == null) {
      throw new ParameterException(
          spec.commandLine(), "Name the experiment: --experiment-id or --experiment-name.");
    }
    return other;
  }
}
