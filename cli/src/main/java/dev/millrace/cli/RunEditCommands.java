package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.tracking.RunTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs that make and unmake runs. */
final class RunEditCommands {

  private RunEditCommands() {}

  private record Changed(String runId) {}

  private record Created(String runId, String experimentId, String status, String runName) {}

  private enum End {
    FINISHED,
    FAILED,
    KILLED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "create",
      description = "Make a run that is over at once, to record what was done elsewhere.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace runs create --experiment-name iris --run-name baseline -t team=red",
        "  millrace runs create -x 1 --status failed --description \"out of memory\""
      })
  static final class Create implements Runnable {

    private static final String PARENT = "mlflow.parentRunId";
    private static final String NOTE = "mlflow.note.content";

    @Mixin private JsonFirst server = new JsonFirst();

    @Mixin private ExperimentChoice experiment = new ExperimentChoice();

    @Option(names = "--run-name", paramLabel = "NAME", description = "Its name.")
    private @Nullable String name;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is about.")
    private @Nullable String description;

    @Option(
        names = {"-t", "--tags"},
        paramLabel = "KEY=VALUE",
        description = "A tag; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "finished, failed or killed (default: ${DEFAULT-VALUE}).")
    private End status = End.FINISHED;

    @Option(
        names = "--parent-run-id",
        paramLabel = "RUN_ID",
        description = "The run that it is a part of.")
    private @Nullable String parent;

    @Override
    public void run() {
      Map<String, String> told = new LinkedHashMap<>();
      String user = System.getProperty("user.name", "unknown");
      told.put(RecordTags.USER, user);
      told.putAll(KeyValue.map(tags));
      put(told, NOTE, description);
      put(told, PARENT, parent);
      try (MillraceClient client = server.connect()) {
        requireActive(client, parent);
        List<RunTag> all = new ArrayList<>();
        told.forEach((key, value) -> all.add(new RunTag(key, value)));
        Run run =
            client
                .runs()
                .create(
                    new CreateRun(
                        experiment.requireId(client), user, name, System.currentTimeMillis(), all));
        RunInfo ended = client.runs().end(run.info().runId(), RunStatus.valueOf(status.name()));
        server.print(
            new Created(
                ended.runId(), ended.experimentId(), ended.status().name(), ended.runName()),
            Table.ofDetails()
                .row("run", ended.runId())
                .row("name", ended.runName())
                .row("status", ended.status())
                .row("page", client.pages().run(ended.experimentId(), ended.runId())));
      }
    }

    private static void put(Map<String, String> tags, String key, @Nullable String value) {
      if (value != null) {
        tags.put(key, value);
      }
    }

    private static void requireActive(MillraceClient client, @Nullable String runId) {
      if (runId != null && !client.getRun(runId).info().lifecycleStage().equals("active")) {
        throw MlflowException.invalidParameter("The parent run '" + runId + "' is deleted.");
      }
    }
  }

  @Command(
      name = "delete",
      description = "Mark a run deleted; restore undoes it.",
      mixinStandardHelpOptions = true,
      footer = "  millrace runs delete --run-id RUN_ID")
  static final class Delete implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private RunChoice choice = new RunChoice();

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        client.runs().delete(choice.id());
        server.print(new Changed(choice.id()), "Run with ID " + choice.id() + " has been deleted.");
      }
    }
  }

  @Command(
      name = "restore",
      description = "Undo the deletion of a run.",
      mixinStandardHelpOptions = true,
      footer = "  millrace runs restore --run-id RUN_ID")
  static final class Restore implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private RunChoice choice = new RunChoice();

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        client.runs().restore(choice.id());
        server.print(
            new Changed(choice.id()), "Run with id " + choice.id() + " has been restored.");
      }
    }
  }
}
