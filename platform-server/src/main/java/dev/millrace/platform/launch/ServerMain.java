package dev.millrace.platform.launch;

import dev.millrace.platform.process.Launcher;
import dev.millrace.platform.process.ListenAddress;
import dev.millrace.platform.process.Ready;
import dev.millrace.platform.process.StartupException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The server process. Everything that can be refused is refused before Quarkus boots, with one line
 * that names the thing; then PostgreSQL, then Quarkus, then the ready line. It ends in the opposite
 * order.
 */
@QuarkusMain
public final class ServerMain {

  private static final Duration DRAIN = Duration.ofSeconds(8);

  private ServerMain() {}

  public static void main(String... args) {
    Launcher.main(new ServerOptions(), ServerMain::start, args);
  }

  private static int start(ServerOptions options) {
    requirePlatformMode(options.mode);
    Launcher.sayStarting();
    if (options.rehearse) {
      Rehearsal.arrange(options);
    }
    return run(options);
  }

  private static void requirePlatformMode(String mode) {
    if (mode.equals("serving")) {
      throw new StartupException(
          "A serving replica is a program of its own: start it with ./millrace server"
              + " --mode=serving, or as millrace-replica.jar.");
    }
    if (!mode.equals("platform")) {
      throw new StartupException("--mode " + mode + " is neither 'platform' nor 'serving'.");
    }
  }

  private static int run(ServerOptions options) {
    ListenAddress address =
        ListenAddress.require(
            options.host,
            options.allowUnauthenticatedNetwork,
            "read, change and delete everything");
    int port = address.requirePort("--port", options.port);
    Map<String, String> grpc = options.grpc.require(address, port);
    String url = address.url(port);
    LocalPostgres postgres = null;
    String secretKey = null;
    Database database;
    if (options.databaseUrl == null) {
      DataDirectory dataDirectory = DataDirectory.lock(options.dataDir, url);
      secretKey = SecretKeyFile.readOrMake(dataDirectory);
      postgres = LocalPostgres.start(dataDirectory);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(stopping(postgres, options), "postgres-stop"));
      database = new Database(postgres.jdbcUrl(), LocalPostgres.USER, postgres.password());
    } else {
      database = new Database(options.databaseUrl, options.databaseUser, options.databasePassword);
    }
    database.requireUsable();
    Map<String, String> configuration = configuration(options, port, url, database);
    Launcher.putIfPresent(configuration, "millrace.local-secret-key", secretKey);
    configuration.putAll(grpc);
    return Launcher.runQuarkus(options.rehearse ? Rehearsal.class : Ready.class, configuration);
  }

  private static Map<String, String> configuration(
      ServerOptions options, int port, String url, Database database) {
    Path dataDir = options.dataDir.toAbsolutePath().normalize();
    Map<String, String> values = new HashMap<>();
    values.put("millrace.host", options.host);
    values.put("millrace.port", Integer.toString(port));
    values.put("millrace.url", url);
    values.put("millrace.data-dir", dataDir.toString());
    values.put(
        "millrace.artifacts",
        options.artifacts == null ? dataDir.resolve("artifacts").toString() : options.artifacts);
    values.put("millrace.allowed-hosts", String.join(",", options.allowedHosts));
    values.put("millrace.allowed-origins", String.join(",", options.allowedOrigins));
    Launcher.putIfPresent(values, "millrace.serving.default-endpoint", options.defaultEndpoint);
    values.put("quarkus.datasource.jdbc.url", database.url());
    Launcher.putIfPresent(values, "quarkus.datasource.username", database.user());
    Launcher.putIfPresent(values, "quarkus.datasource.password", database.password());
    return values;
  }

  /**
   * Lets Quarkus end before the database goes. Its own shutdown hook runs beside this one and may
   * have begun already, so what counts is that it has ended.
   */
  private static Runnable stopping(LocalPostgres postgres, ServerOptions options) {
    return () -> {
      Application application = Application.currentApplication();
      if (application != null) {
        Thread drained = new Thread(application::awaitShutdown, "drain");
        drained.setDaemon(true);
        drained.start();
        try {
          drained.join(DRAIN.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      postgres.stop();
      if (options.rehearse) {
        Rehearsal.tidyUp(options);
      }
    };
  }
}
