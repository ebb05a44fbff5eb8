package dev.millrace.serving.runtime.pyfunc;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a test: those that tests change, and for the rest what suits a machine under load.
 */
final class PythonSettings {

  private static final String PREFIX = "millrace.serving.python.";
  private static final Map<String, String> OURS =
      Map.of(
          "workers", "1",
          "installer", "pip",
          "build-timeout", "5m",
          "max-environment-size", "1G",
          "start-timeout", "1m",
          "request-timeout", "1m",
          "max-memory", "0",
          "max-restart-pause", "1s");

  private PythonSettings() {}

  static PythonConfig in(Path folder) {
    return in(folder, Map.of());
  }

  /**
   * @param changed settings by their names, as in {@code workers}
   */
  static PythonConfig in(Path folder, Map<String, String> changed) {
    Map<String, String> all = new HashMap<>(OURS);
    all.put("environments-dir", folder.toString());
    all.putAll(changed);
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(PythonConfig.class);
    all.forEach((name, value) -> builder.withDefaultValue(PREFIX + name, value));
    return builder.build().getConfigMapping(PythonConfig.class);
  }
}
