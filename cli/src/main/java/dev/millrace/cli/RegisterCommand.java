package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelUri;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.RunInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "register",
    description = {
      "Register a model as the next version; the registered model is made where there is none.",
      "Of a run that logged several models, name one by --artifact-path or by model:ID."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace models register fraud --from run:RUN_ID --description \"march data\"",
      "  millrace models register fraud --from model:m-0c5a1b2c --tag dataset=march",
      "  millrace models register fraud-prod --from models:/fraud@champion"
    })
final class RegisterCommand implements Runnable {

  private static final String RUN = "run:";
  private static final String MODEL = "model:";
  private static final String URI = "models:/";

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "MODEL", description = "A registered model, there or not.")
  private String model = "";

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      required = true,
      description =
          "run:ID, model:ID (a logged model), or models:/NAME/VERSION or models:/NAME@ALIAS (a"
              + " copy of that version).")
  private String source = "";

  @Option(
      names = {"-a", "--artifact-path"},
      paramLabel = "PATH",
      description = "Which model of the run: its name, or its folder among the run's artifacts.")
  private @Nullable String path;

  @Option(names = "--description", paramLabel = "TEXT", description = "A note on the version.")
  private @Nullable String description;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "KEY=VALUE",
      description = "A tag of the version; may be repeated.")
  private List<String> tags = new ArrayList<>();

  private record Origin(String uri, @Nullable String runId, @Nullable String modelId) {}

  @Override
  public void run() {
    List<ModelVersionTag> all = new ArrayList<>();
    KeyValue.map(tags).forEach((key, value) -> all.add(new ModelVersionTag(key, value)));
    try (MillraceClient client = server.connect()) {
      Origin origin = origin(client);
      client.registry().ensureModel(model);
      ModelVersion version =
          client
              .modelVersions()
              .create(
                  new CreateModelVersion(
                      model,
                      origin.uri(),
                      origin.runId(),
                      all,
                      null,
                      description,
                      origin.modelId()));
      server.print(version, VersionCommands.details(client, version));
    }
  }

  private Origin origin(MillraceClient client) {
    if (path != null && !source.startsWith(RUN)) {
      throw new IllegalArgumentException("--artifact-path goes with --from run:ID.");
    }
    if (source.startsWith(RUN)) {
      return ofRun(client, client.getRun(source.substring(RUN.length())).info());
    }
    if (source.startsWith(MODEL)) {
      return ofLoggedModel(client.loggedModel(source.substring(MODEL.length())));
    }
    if (source.startsWith(URI)) {
      ModelUri uri = ModelUri.parse(source);
      if (uri.modelId() != null) {
        return ofLoggedModel(client.loggedModel(uri.modelId()));
      }
      ModelVersion copied = client.registry().version(uri);
      return new Origin(
          URI + copied.name() + "/" + copied.version(), copied.runId(), copied.modelId());
    }
    throw new IllegalArgumentException(
        "Not a source: '" + source + "'; it is run:ID, model:ID or models:/NAME/VERSION.");
  }

  private Origin ofRun(MillraceClient client, RunInfo run) {
    List<LoggedModel> logged =
        client.loggedModelsOf(run).stream()
            .filter(model -> path == null || model.info().name().equals(path))
            .toList();
    if (path != null && logged.isEmpty()) {
      // MLflow before 3: a model is a folder of its run.
      if (client.artifactsOfRun(run.runId()).list(path).isEmpty()) {
        throw nothing(run, "no model '" + path + "'");
      }
      return new Origin(run.artifactUri() + "/" + path, run.runId(), null);
    }
    if (logged.isEmpty()) {
      throw nothing(run, "no logged model; a folder of its artifacts needs --artifact-path");
    }
    if (path == null && logged.stream().map(each -> each.info().name()).distinct().count() > 1) {
      List<String> names = logged.stream().map(each -> each.info().name()).distinct().toList();
      throw nothing(
          run, "several models; name one by --artifact-path: " + String.join(", ", names));
    }
    return ofLoggedModel(logged.get(0));
  }

  private static Origin ofLoggedModel(LoggedModel model) {
    return new Origin(
        URI + model.info().modelId(), model.info().sourceRunId(), model.info().modelId());
  }

  private static MlflowException nothing(RunInfo run, String what) {
    return MlflowException.invalidParameter("Run '" + run.runId() + "' has " + what + ".");
  }
}
