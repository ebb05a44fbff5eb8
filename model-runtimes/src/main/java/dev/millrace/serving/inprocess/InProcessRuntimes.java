package dev.millrace.serving.inprocess;

import dev.millrace.serving.runtime.ModelRuntime;
import dev.millrace.serving.runtime.lightgbm.LightgbmRuntime;
import dev.millrace.serving.runtime.onnx.OnnxModelRuntime;
import dev.millrace.serving.runtime.tribuo.TribuoRuntime;
import dev.millrace.serving.runtime.xgboost.XgboostRuntime;
import java.nio.file.Path;
import java.util.List;

/** The runtimes that need nothing but this process. */
public final class InProcessRuntimes {

  private InProcessRuntimes() {}

  /**
   * All of them.
   *
   * @param nativeFolder that native libraries are unpacked into once
   */
  public static List<ModelRuntime> all(Path nativeFolder) {
    return List.of(
        new LightgbmRuntime(),
        new OnnxModelRuntime(nativeFolder),
        new TribuoRuntime(),
        new XgboostRuntime());
  }
}
