package dev.millrace.platform.process;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was decided before Quarkus boots to Quarkus. It outranks every other source: flags,
 * variables and files have been weighed by then. Unlike system properties it keeps the database
 * password out of what tools such as {@code jcmd} print.
 */
public final class LaunchConfigSource implements ConfigSource {

  private static final int ORDINAL = 500;

  private static volatile Map<String, String> values = Map.of();

  public static void provide(Map<String, String> decided) {
    values = Map.copyOf(decided);
  }

  @Override
  public Map<String, String> getProperties() {
    return values;
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public @Nullable String getValue(String propertyName) {
    return values.get(propertyName);
  }

  @Override
  public String getName() {
    return "millrace-launch";
  }
}
