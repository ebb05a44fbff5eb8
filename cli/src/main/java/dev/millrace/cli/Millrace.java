package dev.millrace.cli;

import dev.millrace.cli.reproduce.RefusedException;
import dev.millrace.core.error.MlflowException;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code millrace} command. */
@Command(
    name = "millrace",
    description = "Tracks, registers, promotes and serves machine-learning models.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LauncherCommands.Server.class,
      LauncherCommands.Demo.class,
      ExperimentCommands.class,
      RunCommands.class,
      ModelCommands.class,
      PolicyCommands.class,
      EndpointCommands.class,
      ArtifactCommands.class,
      DataCommands.class,
      ReproduceCommand.class,
      GcCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  MILLRACE_URL               the server, where --server is not given",
      "  MLFLOW_TRACKING_URI        the same, where MILLRACE_URL is not set",
      "  MLFLOW_TRACKING_TOKEN      credentials; or MLFLOW_TRACKING_USERNAME and",
      "                             MLFLOW_TRACKING_PASSWORD",
      "",
      "Exit codes:",
      "  0 done   1 failed   2 wrong usage   3 a gate failed   4 nothing to do",
      "  5 conflict with what the server has   6 waits for approvals or checks",
      "  7 serving did not become healthy   8 the server could not be reached or was too busy",
      "  9 compared and not the same"
    })
public final class Millrace implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Millrace())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(explainFailure());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }

  private static IExecutionExceptionHandler explainFailure() {
    return (e, command, parsed) -> {
      PrintWriter err = command.getErr();
      if (e instanceof MlflowException failure) {
        err.println("millrace: " + failure.text());
        return ExitCode.of(failure.code());
      }
      if (e instanceof RefusedException) {
        err.println("millrace: " + e.getMessage());
        return ExitCode.FAILED;
      }
      if (e instanceof IllegalArgumentException) {
        err.println("millrace: " + e.getMessage());
        return ExitCode.USAGE;
      }
      err.println("millrace: " + e);
      return ExitCode.FAILED;
    };
  }
}
