package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.artifact.ArtifactUsage;
import dev.millrace.core.artifact.CollectArtifacts;
import dev.millrace.core.artifact.IndexArtifacts;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace artifacts …}. */
@Command(
    name = "artifacts",
    description = "Log, list and download files of runs; look after the store of artifacts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace artifacts list --run-id RUN_ID",
    subcommands = {
      ArtifactFileCommands.LogArtifact.class,
      ArtifactFileCommands.LogArtifacts.class,
      ArtifactFileCommands.ListFiles.class,
      ArtifactFileCommands.Download.class,
      ArtifactCommands.Usage.class,
      ArtifactCommands.Index.class,
      ArtifactCommands.Collect.class
    })
final class ArtifactCommands {

  @Command(
      name = "usage",
      description = "Show how many files there are, and what sharing their contents saves.",
      mixinStandardHelpOptions = true,
      footer = "  millrace artifacts usage")
  static final class Usage implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
      try (MillraceClient client = server.connect()) {
        ArtifactUsage usage = client.artifactStorage().usage();
        server.print(
            usage,
            Table.ofDetails()
                .row("files", usage.files())
                .row("bytes", usage.bytes())
                .row("objects", usage.objects())
                .row("bytes stored", usage.storedBytes())
                .row("bytes saved", usage.savedBytes())
                .row("unreferenced objects", usage.unreferencedObjects()));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "index",
      description = {
        "Take objects that a server of MLflow left in the bucket or directory for files.",
        "Each is read once, to know its hash, and stays where it lies."
      },
      mixinStandardHelpOptions = true,
      footer = "  millrace artifacts index --prefix 1/ --dry-run")
  static final class Index implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
        names = "--prefix",
        paramLabel = "KEY",
        description = "Only objects whose keys begin so, such as 1/ for experiment 1.")
    private @Nullable String prefix;

    @Option(names = "--dry-run", description = "Tell what would be taken, and take nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
      IndexArtifacts.Response done;
      try (MillraceClient client = server.connect()) {
        done = client.artifactStorage().index(prefix, dryRun, this::showProgress);
      }
      String verb = dryRun ? "would register" : "registered";
      Table table =
          Table.ofDetails()
              .row(verb, "files", done.registered())
              .row(verb, "bytes", done.bytes())
              .row("stored already", "files", done.shared())
              .row("known", "files", done.known());
      done.refused().forEach(refused -> table.row("refused", refused));
      server.print(done, table);
      return done.refused().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void showProgress(IndexArtifacts.Response soFar) {
      spec.commandLine()
          .getErr()
          .printf("%d files, %d bytes so far%n", soFar.registered(), soFar.bytes());
    }
  }

  @Command(
      name = "collect",
      description =
          "Remove objects that no file refers to: of uploads that broke off, of removed files.",
      mixinStandardHelpOptions = true,
      footer = "  millrace artifacts collect --older-than 12h")
  static final class Collect implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
        names = "--older-than",
        paramLabel = "AGE",
        description = {
          "Only what has been so for that long, such as 12h; the server's setting by default.",
          "An upload that takes longer than that fails and has to be repeated."
        })
    private @Nullable String olderThan;

    @Override
    public Integer call() {
      try (MillraceClient client = server.connect()) {
        long collected = client.artifactStorage().collect(olderThan);
        server.print(
            new CollectArtifacts.Response(collected, true),
            Table.ofDetails().row("removed", "objects", collected));
      }
      return ExitCode.DONE;
    }
  }
}
