package dev.millrace.platform.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down about itself. */
public final class BuildInfo {

  private static final Properties PROPERTIES = read();

  private BuildInfo() {}

  /** The release, such as {@code 0.1.0}. */
  public static String version() {
    return PROPERTIES.getProperty("version").replace("-SNAPSHOT", "");
  }

  /** The release of the PostgreSQL binaries inside, such as {@code 18.1.0}. */
  public static String postgresVersion() {
    return PROPERTIES.getProperty("postgres");
  }

  private static Properties read() {
    try (InputStream in = BuildInfo.class.getResourceAsStream("/millrace-build.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
