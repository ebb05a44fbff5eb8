package dev.millrace.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values of flags that were not given: system property, variable, config file. */
public final class OptionDefaults implements IDefaultValueProvider {

  private static final Path CONFIG_FILE = Path.of("config", "application.properties");

  private final Properties file = new Properties();

  public OptionDefaults() {
    if (Files.isRegularFile(CONFIG_FILE)) {
      try (var reader = Files.newBufferedReader(CONFIG_FILE)) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new StartupException("Cannot read " + CONFIG_FILE + ": " + e.getMessage(), e);
      }
    }
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)
        || option.usageHelp()
        || option.versionHelp()
        || option.hidden()) {
      return null;
    }
    String name = option.longestName().substring("--".length());
    String key = "millrace." + name;
    String value = System.getProperty(key);
    if (value == null) {
      value = System.getenv("MILLRACE_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
    if (value == null) {
      value = file.getProperty(key);
    }
    // A variable that is set to nothing, as compose files do, is one that is not set.
    return value == null || value.isEmpty() ? null : value;
  }
}
