package dev.millrace.cli;

import dev.millrace.client.ArtifactFolder;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.artifact.FileInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs that move files of runs, with the options of MLflow's command line. */
final class ArtifactFileCommands {

  private ArtifactFileCommands() {}

  /** Where in a run. */
  private static final class Place {

    @Option(
        names = {"-r", "--run-id"},
        paramLabel = "RUN_ID",
        required = true,
        description = "The run.")
    private String runId = "";

    @Option(
        names = {"-a", "--artifact-path"},
        paramLabel = "PATH",
        defaultValue = "",
        description = "A folder among the run's artifacts (default: their root).")
    private String path = "";
  }

  private record Logged(String runId, String from, String artifactPath) {}

  @Command(
      name = "log-artifact",
      description = "Log a file as an artifact of a run.",
      mixinStandardHelpOptions = true,
      footer = "  millrace artifacts log-artifact --local-file roc.png -r RUN_ID -a plots")
  static final class LogArtifact implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private Place place = new Place();

    @Option(
        names = {"-l", "--local-file"},
        paramLabel = "FILE",
        required = true,
        description = "The file.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException("'" + file + "' is not a file.");
      }
      try (MillraceClient client = server.connect()) {
        String path = client.artifactsOfRun(place.runId).putInto(place.path, file);
        server.print(
            new Logged(place.runId, file.toString(), path), "Logged " + file + " as " + path);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "log-artifacts",
      description = "Log the files of a folder as artifacts of a run.",
      mixinStandardHelpOptions = true,
      footer = "  millrace artifacts log-artifacts --local-dir report -r RUN_ID -a report")
  static final class LogArtifacts implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private Place place = new Place();

    @Option(
        names = {"-l", "--local-dir"},
        paramLabel = "DIR",
        required = true,
        description = "The folder; what lies below it is logged.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException("'" + folder + "' is not a folder.");
      }
      try (MillraceClient client = server.connect()) {
        client.artifactsOfRun(place.runId).putAll(folder, place.path);
        server.print(
            new Logged(place.runId, folder.toString(), place.path),
            "Logged the files of %s to %s"
                .formatted(folder, place.path.isEmpty() ? "the root" : place.path));
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "list",
      description = "List what lies directly in a folder of a run.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace artifacts list --run-id RUN_ID",
        "  millrace artifacts list --run-id RUN_ID --artifact-path plots -o text"
      })
  static final class ListFiles implements Callable<Integer> {

    @Mixin private JsonFirst server = new JsonFirst();

    @Mixin private Place place = new Place();

    @Override
    public Integer call() {
      try (MillraceClient client = server.connect()) {
        List<ArtifactFolder.Entry> entries = client.artifactsOfRun(place.runId).list(place.path);
        Table table = Table.of("No artifacts.", "PATH", "BYTES");
        List<FileInfo> files =
            entries.stream()
                .map(entry -> new FileInfo(entry.path(), entry.isDir(), entry.fileSize()))
                .toList();
        for (FileInfo file : files) {
          long bytes = file.fileSize() == null ? 0 : file.fileSize();
          table.row(file.isDir() ? file.path() + "/" : file.path(), file.isDir() ? null : bytes);
        }
        server.print(files, table);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "download",
      description = {
        "Download a file, or a folder with all below it, and print where it is then.",
        "A path of a run is looked for in the models that it logged too."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace artifacts download --run-id RUN_ID --artifact-path model -d out",
        "  millrace artifacts download --artifact-uri models:/fraud@champion -d out"
      })
  static final class Download implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
        names = {"-r", "--run-id"},
        paramLabel = "RUN_ID",
        description = "The run; or else --artifact-uri.")
    private @Nullable String runId;

    @Option(
        names = {"-a", "--artifact-path"},
        paramLabel = "PATH",
        description = "What of the run (default: everything).")
    private @Nullable String path;

    @Option(
        names = {"-u", "--artifact-uri"},
        paramLabel = "URI",
        description =
            "runs:/RUN_ID/PATH, models:/NAME/VERSION, models:/NAME@ALIAS, models:/MODEL_ID, or"
                + " mlflow-artifacts:/PATH.")
    private @Nullable String uri;

    @Option(
        names = {"-d", "--dst-path"},
        paramLabel = "DIR",
        description = "Where it goes; the folder is made (default: a new temporary one).")
    private @Nullable Path target;

    private record Downloaded(String path) {}

    @Override
    public Integer call() {
      if (uri == null && runId == null) {
        throw new IllegalArgumentException("Say what to download: --run-id or --artifact-uri.");
      }
      // MLflow: the URI wins over the run.
      String from = uri != null ? uri : "runs:/" + runId + (path == null ? "" : "/" + path);
      try (MillraceClient client = server.connect()) {
        String written =
            client.downloadArtifacts(from, folder()).toAbsolutePath().normalize().toString();
        server.print(new Downloaded(written), written);
      }
      return ExitCode.DONE;
    }

    private Path folder() {
      try {
        return target == null
            ? Files.createTempDirectory("millrace-")
            : Files.createDirectories(target);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot make the folder " + target + ": " + e, e);
      }
    }
  }
}
