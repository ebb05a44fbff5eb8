package dev.millrace.cli;

import dev.millrace.batch.ScoringException;
import dev.millrace.cli.reproduce.RefusedException;
import dev.millrace.core.error.MlflowException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
      ScoreCommand.class,
      ScheduleCommands.class,
      ReproduceCommand.class,
      GcCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "  millrace experiments list --server http://127.0.0.1:5000",
      "  millrace models promote fraud --from run:RUN_ID --reason \"better F1\"",
      "",
      "Environment:",
      "  MILLRACE_URL               the server, where --server is not given",
      "  MLFLOW_TRACKING_URI        the same, where MILLRACE_URL is not set",
      "  MLFLOW_TRACKING_TOKEN      credentials; or MLFLOW_TRACKING_USERNAME and",
      "                             MLFLOW_TRACKING_PASSWORD",
      "",
      "Exit codes:",
      "  0 done   1 failed   2 wrong usage   3 a gate failed   4 nothing to do",
      "  5 conflict with what the server has   6 waits for approvals or checks",
      "  7 serving did not become healthy   9 compared and not the same",
      "  8 the server could not be reached or was too busy"
    })
public final class Millrace implements Runnable {

  /** For commands that are not ours to annotate. */
  private static final Map<String, String> EXAMPLES_OF_PICOCLI =
      Map.of(
          "help", "  millrace help models",
          "generate-completion", "  millrace generate-completion > millrace.bash");

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine millrace =
        new CommandLine(new Millrace())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .registerConverter(ServerOptions.Output.class, ServerOptions.Output::of)
            .setExecutionExceptionHandler(explainFailure());
    headExamples(millrace);
    return millrace;
  }

  /** The help of every command ends with its examples. */
  private static void headExamples(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    help.footerHeading("%nExamples:%n");
    String example = EXAMPLES_OF_PICOCLI.get(command.getCommandName());
    if (example != null) {
      help.footer(example);
    }
    command.getSubcommands().values().forEach(Millrace::headExamples);
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
      if (e instanceof RefusedException || e instanceof ScoringException) {
        err.println("millrace: " + e.getMessage());
        return ExitCode.FAILED;
      }
      if (e instanceof IllegalArgumentException) {
        err.println("millrace: " + e.getMessage());
        return ExitCode.USAGE;
      }
      if (e instanceof UncheckedIOException) {
        err.println("millrace: " + e.getMessage());
        return ExitCode.FAILED;
      }
      err.println("millrace: " + e);
      return ExitCode.FAILED;
    };
  }
}
