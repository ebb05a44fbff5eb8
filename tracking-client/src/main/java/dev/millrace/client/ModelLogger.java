package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Logs one model: creates it, uploads its files, the {@code MLmodel} file last, and finalizes it.
 */
final class ModelLogger {

  private static final String ROUTE = "/api/2.0/mlflow/logged-models";

  private final HttpTransport transport;
  private final String experimentId;
  private final String runId;

  private record CreateLoggedModel(String experimentId, String name, String sourceRunId) {}

  private record LoggedModelAnswer(Wire.LoggedModelMessage model) {}

  private record FinalizeLoggedModel(String modelId, String status) {}

  private record ModelOutput(String modelId, long step) {}

  private record LogOutputs(String runId, List<ModelOutput> models) {}

  ModelLogger(HttpTransport transport, String experimentId, String runId) {
    this.transport = transport;
    this.experimentId = experimentId;
    this.runId = runId;
  }

  LoggedModel log(String name, Path fileOrFolder, ModelDescription description) {
    Wire.LoggedModelInfo model =
        transport
            .send(
                "POST",
                ROUTE,
                new CreateLoggedModel(experimentId, name, runId),
                Repeat.UNLESS_RECEIVED,
                LoggedModelAnswer.class)
            .model()
            .info();
    boolean complete = false;
    try {
      linkToRun(model.modelId());
      upload(model, fileOrFolder, description);
      complete = true;
    } finally {
      finalizeAs(model.modelId(), complete ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
    }
    return new LoggedModel(model.modelId(), name, runId, model.artifactUri());
  }

  private void upload(Wire.LoggedModelInfo model, Path fileOrFolder, ModelDescription description) {
    ArtifactFolder folder = new ArtifactFolder(transport, model.artifactUri());
    boolean isFolder = Files.isDirectory(fileOrFolder);
    folder.putFileOrFolder(fileOrFolder, isFolder ? "" : fileOrFolder.getFileName().toString());
    DataFrame example = description.inputExample();
    if (example != null) {
      folder.put(MlModelFile.INPUT_EXAMPLE, MlModelFile.inputExample(example));
      folder.put(MlModelFile.SERVING_INPUT, MlModelFile.servingInput(example));
    }
    folder.put(
        MlModelFile.NAME, MlModelFile.yaml(description, model.modelId(), runId, Instant.now()));
  }

  private void linkToRun(String modelId) {
    transport.send(
        "POST",
        "/api/2.0/mlflow/runs/outputs",
        new LogOutputs(runId, List.of(new ModelOutput(modelId, 0))),
        Repeat.SAFELY);
  }

  private void finalizeAs(String modelId, String status) {
    transport.send(
        "PATCH",
        ROUTE + "/" + UriParts.encode(modelId),
        new FinalizeLoggedModel(modelId, status),
        Repeat.SAFELY);
  }
}
