package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.tracking.CreateLoggedModel;
import dev.millrace.core.tracking.FinalizeLoggedModel;
import dev.millrace.core.tracking.LogOutputs;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.LoggedModelInfo;
import dev.millrace.core.tracking.LoggedModelStatus;
import dev.millrace.core.tracking.ModelOutput;
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

  ModelLogger(HttpTransport transport, String experimentId, String runId) {
    this.transport = transport;
    this.experimentId = experimentId;
    this.runId = runId;
  }

  LoggedModel log(String name, Path fileOrFolder, ModelDescription description) {
    LoggedModelInfo model =
        transport
            .send(
                "POST",
                ROUTE,
                new CreateLoggedModel(experimentId, name, null, runId, List.of(), List.of()),
                Repeat.UNLESS_RECEIVED,
                CreateLoggedModel.Response.class)
            .model()
            .info();
    try {
      linkToRun(model.modelId());
      upload(model, fileOrFolder, description);
    } catch (RuntimeException e) {
      giveUp(model.modelId(), e);
      throw e;
    }
    return finalizeAs(model.modelId(), LoggedModelStatus.LOGGED_MODEL_READY);
  }

  private void giveUp(String modelId, RuntimeException cause) {
    try {
      finalizeAs(modelId, LoggedModelStatus.LOGGED_MODEL_UPLOAD_FAILED);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void upload(LoggedModelInfo model, Path fileOrFolder, ModelDescription description) {
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
        new LogOutputs(runId, List.of(new ModelOutput(modelId, 0L))),
        Repeat.SAFELY);
  }

  private LoggedModel finalizeAs(String modelId, LoggedModelStatus status) {
    return transport
        .send(
            "PATCH",
            ROUTE + "/" + UriParts.encode(modelId),
            new FinalizeLoggedModel(modelId, status),
            Repeat.SAFELY,
            FinalizeLoggedModel.Response.class)
        .model();
  }
}
