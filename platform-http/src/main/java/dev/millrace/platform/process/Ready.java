package dev.millrace.platform.process;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Runs once the server answers. */
public final class Ready implements QuarkusApplication {

  @Override
  public int run(String... args) {
    // The JVM's own account: the operating system's start time of a process is only rough.
    Duration took =
        Duration.ofMillis(
            System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
    Config config = ConfigProvider.getConfig();
    config
        .getOptionalValue("millrace.grpc-port", Integer.class)
        .ifPresent(port -> Console.say("gRPC is served%s on port %d", tls(config), port));
    Console.say(
        "Millrace is ready at %s (started in %.1f s)",
        config.getValue("millrace.url", String.class), took.toMillis() / 1000.0);
    Quarkus.waitForExit();
    return 0;
  }

  private static String tls(Config config) {
    return config.getOptionalValue("millrace.grpc-tls-certificate", String.class).isPresent()
        ? " with TLS"
        : "";
  }

  /** What was at the bottom of a failure to start. */
  public static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
