package dev.millrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Verbs that the {@code ./millrace} script of the source tree runs itself. */
final class LauncherCommands {

  private LauncherCommands() {}

  private abstract static class Launched implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
      spec.commandLine()
          .getErr()
          .printf(
              "millrace: '%1$s' is run by the ./millrace script of the source tree: ./millrace %1$s%2$s%n",
              spec.name(), arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
      return ExitCode.USAGE;
    }
  }

  @Command(
      name = "server",
      description = "Start a server (by the ./millrace script).",
      footer = "  millrace server --port 5001")
  static final class Server extends Launched {}

  @Command(
      name = "demo",
      description = "Start a server and show the whole road on it (by the ./millrace script).",
      footer = "  millrace demo --exit")
  static final class Demo extends Launched {}
}
