package dev.millrace.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.batch.ScoreJob;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.serving.ScoringRequest;
import dev.millrace.core.serving.VersionInput;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.serving.inprocess.InProcessRuntimes;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.ModelRuntimes;
import dev.millrace.serving.runtime.ParityCheck;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import dev.millrace.serving.schema.ModelSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A version in the memory of this process, loaded once for all of its tasks and held until it ends.
 */
final class ExecutorModel implements ScoreJob.Model {

  private static final ConcurrentMap<String, ExecutorModel> LOADED = new ConcurrentHashMap<>();

  private final RuntimeModel model;
  private final ModelSchemas schemas;

  private ExecutorModel(RuntimeModel model, ModelSchemas schemas) {
    this.model = model;
    this.schemas = schemas;
  }

  /**
   * The version, loaded where it is not yet.
   *
   * @throws ScoringException where it cannot be scored in the process, with the reason
   */
  static ExecutorModel of(PackedModel packed) {
    return LOADED.computeIfAbsent(packed.id(), unused -> load(packed));
  }

  private static ExecutorModel load(PackedModel packed) {
    try {
      ModelFolder folder = ModelFolder.read(packed.unpack());
      Path natives = PackedModel.workFolder().resolve("millrace-native");
      ModelRuntime runtime = new ModelRuntimes(InProcessRuntimes.all(natives)).requireFor(folder);
      ModelSchemas schemas = ModelSchemas.read(folder);
      runtime.verify(folder);
      RuntimeModel model = runtime.load(folder, RuntimeOptions.NONE);
      new ParityCheck(folder, model).run();
      return new ExecutorModel(model, schemas);
    } catch (UnservableModelException e) {
      throw new ScoringException(
          "Version %s of '%s' cannot be scored by Spark's executors: %s"
              .formatted(packed.version(), packed.name(), e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("The model could not be unpacked: " + e.getMessage(), e);
    }
  }

  VersionInput input() {
    return VersionInput.of(model.inputSchema());
  }

  @Override
  public String ask(byte[] body, String mediaType) {
    InputSchema schema = model.inputSchema();
    try {
      ScoringRequest request =
          mediaType.equals("text/csv")
              ? ScoringRequest.fromCsv(body, schema)
              : ScoringRequest.fromJson(body, schema);
      schemas.requireRequest(request.input());
      Object predictions = model.score(request.input(), request.params());
      schemas.requireResponse(predictions);
      return MlflowJson.mapper().writeValueAsString(Map.of("predictions", predictions));
    } catch (MlflowException e) {
      if (e.code() == ErrorCode.BAD_REQUEST || e.code() == ErrorCode.INVALID_PARAMETER_VALUE) {
        throw new ScoreJob.RefusedRowsException(e.text(), e);
      }
      throw e;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("predictions that are no JSON", e);
    }
  }
}
