package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run, named plainly or by MLflow's option. */
final class RunChoice {

  private static final class Named {

    @Parameters(index = "0", paramLabel = "RUN_ID", description = "The run.")
    private @Nullable String plain;

    @Option(
        names = {"-r", "--run-id"},
        paramLabel = "RUN_ID",
        description = "The run, as MLflow's command line has it.")
    private @Nullable String option;
  }

  @ArgGroup(multiplicity = "1")
  private Named named = new Named();

  String id() {
    return String.valueOf(named.option != null ? named.option : named.plain);
  }
}
