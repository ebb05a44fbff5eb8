package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.live.ListStalledRuns;
import dev.millrace.core.live.Liveness;
import dev.millrace.core.tracking.RunStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of runs that go on. */
final class RunLiveCommands {

  private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");

  private RunLiveCommands() {}

  @Command(
      name = "log",
      description = "Print the log of a run, as it is or as it grows.",
      mixinStandardHelpOptions = true,
      footer = {"  millrace runs log RUN_ID", "  millrace runs log --follow RUN_ID"})
  static final class Log implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private RunChoice choice = new RunChoice();

    @Option(
        names = {"-f", "--follow"},
        description = "Go on until the run ends; fails where the run did.")
    private boolean follow;

    @Option(
        names = "--raw",
        description = "Print control characters as they are: the run may steer the terminal.")
    private boolean raw;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = server.out();
      try (MillraceClient client = server.connect()) {
        if (!follow) {
          print(client, out);
          return ExitCode.DONE;
        }
        RunStatus status =
            client
                .live()
                .followLog(
                    choice.id(),
                    0,
                    event -> {
                      out.print(shown(event.text()));
                      out.flush();
                    });
        return status == RunStatus.FINISHED ? ExitCode.DONE : ExitCode.FAILED;
      }
    }

    private void print(MillraceClient client, PrintWriter out) throws IOException {
      try (BufferedReader log =
          new BufferedReader(
              new InputStreamReader(
                  client.live().openLog(choice.id(), 0), StandardCharsets.UTF_8))) {
        char[] buffer = new char[8192];
        for (int read = log.read(buffer); read >= 0; read = log.read(buffer)) {
          out.print(shown(new String(buffer, 0, read)));
        }
        out.flush();
      }
    }

    private String shown(String text) {
      return raw ? text : STEERING.matcher(text).replaceAll("\uFFFD");
    }
  }

  @Command(
      name = "stalled",
      description = "List the runs of an experiment that fell silent, the longest silent first.",
      mixinStandardHelpOptions = true,
      footer = "  millrace runs stalled iris")
  static final class Stalled implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "EXPERIMENT", description = "Its name.")
    private String experiment = "";

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        String experimentId = client.experiments().byName(experiment).experimentId();
        List<Liveness> runs = client.live().stalledRuns(experimentId);
        Table table = Table.of("No stalled runs.", "RUN ID", "NAME", "LAST HEARTBEAT", "SILENT");
        for (Liveness run : runs) {
          table.row(
              run.runId(),
              run.runName(),
              Table.time(run.lastHeartbeatTime()),
              silence(run.silentMillis()));
        }
        server.print(new ListStalledRuns.Response(runs), table);
      }
    }

    private static @Nullable String silence(@Nullable Long millis) {
      if (millis == null) {
        return null;
      }
      Duration silent = Duration.ofSeconds(millis / 1000);
      return silent.toHours() > 0
          ? silent.toHours() + " h " + silent.toMinutesPart() + " min"
          : silent.toMinutes() > 0
              ? silent.toMinutes() + " min " + silent.toSecondsPart() + " s"
              : silent.toSeconds() + " s";
    }
  }
}
