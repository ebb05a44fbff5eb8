package dev.millrace.serving.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.millrace.core.serving.ModelTrial.Engine;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Loads ONNX models. onnxruntime itself is loaded with the first of them. */
public final class OnnxModelRuntime implements ModelRuntime {

  private static final System.Logger LOG = System.getLogger(OnnxModelRuntime.class.getName());

  /** Names the folder of the unpacked libraries, so that another release gets another one. */
  private static final String VERSION = "1.28.0";

  private final Path nativeFolder;
  private @Nullable OrtEnvironment environment;

  /**
   * @param nativeFolder that onnxruntime's native libraries are unpacked into once
   */
  public OnnxModelRuntime(Path nativeFolder) {
    this.nativeFolder = nativeFolder;
  }

  @Override
  public String flavor() {
    return "onnx";
  }

  @Override
  public Engine engine() {
    return new Engine("onnxruntime", VERSION);
  }

  @Override
  public void verify(ModelFolder folder) {
    Path data = folder.dataFile(flavor());
    try {
      for (String location : ExternalData.locations(data)) {
        // onnxruntime resolves them against the model's own file.
        Path parent = folder.path().relativize(data.resolveSibling("."));
        if (Path.of(location).isAbsolute()
            || folder.file(parent.resolve(location).toString()).isEmpty()) {
          throw new UnservableModelException(
              "The ONNX model keeps weights in a file that is not in the model's folder.");
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw new UnservableModelException("The file is not a readable ONNX model.", e);
    }
  }

  @Override
  public RuntimeModel load(ModelFolder folder, RuntimeOptions options) {
    OrtEnvironment ort = environment();
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      // Requests are the parallel work: threads inside one fight over the same cores.
      settings.setIntraOpNumThreads(options.threads() == null ? 1 : options.threads());
      settings.setInterOpNumThreads(1);
      settings.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      OrtSession session = ort.createSession(folder.dataFile(flavor()).toString(), settings);
      try {
        return new OnnxModel(ort, session, OnnxFeed.of(session, folder.signature()));
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new UnservableModelException(
          "onnxruntime cannot load the model (" + e.getCode() + ").", e);
    }
  }

  private synchronized OrtEnvironment environment() {
    if (environment == null) {
      try {
        OnnxNatives.use(nativeFolder, VERSION);
      } catch (IOException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "onnxruntime unpacks its libraries into the temp folder",
            e);
      }
      try {
        environment =
            OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "millrace");
        environment.setTelemetry(false);
      } catch (OrtException | LinkageError e) {
        throw new UnservableModelException("onnxruntime does not start on this machine.", e);
      }
    }
    return environment;
  }
}
