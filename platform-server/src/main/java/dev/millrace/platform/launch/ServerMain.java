package dev.millrace.platform.launch;

import dev.millrace.platform.process.BuildInfo;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.LaunchConfigSource;
import dev.millrace.platform.process.ListenAddress;
import dev.millrace.platform.process.OptionDefaults;
import dev.millrace.platform.process.Ready;
import dev.millrace.platform.process.StartupException;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The server process. Everything that can be refused is refused before Quarkus boots, with one line
 * that names the thing; then PostgreSQL, then Quarkus, then the ready line. It ends in the opposite
 * order.
 */
@QuarkusMain
public final class ServerMain {

  private static final int CANNOT_START = 1;
  private static final int BAD_USAGE = 2;
  private static final Duration DRAIN = Duration.ofSeconds(8);

  private ServerMain() {}

  public static void main(String... args) {
    // Before anything asks for a logger: the JVM chooses once.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    int exitCode;
    try {
      exitCode = parseAndRun(args);
    } catch (StartupException e) {
      Console.complain("Millrace cannot start. " + e.getMessage());
      exitCode = CANNOT_START;
    }
    System.exit(exitCode);
  }

  private static int parseAndRun(String... args) {
    ServerOptions options = new ServerOptions();
    CommandLine commandLine = new CommandLine(options);
    commandLine.setDefaultValueProvider(new OptionDefaults());
    try {
      commandLine.parseArgs(args);
    } catch (ParameterException e) {
      Console.complain(String.valueOf(e.getMessage()));
      commandLine.usage(System.err);
      return BAD_USAGE;
    }
    if (commandLine.isUsageHelpRequested()) {
      commandLine.usage(System.out);
      return 0;
    }
    if (commandLine.isVersionHelpRequested()) {
      Console.say("%s", BuildInfo.version());
      return 0;
    }
    requirePlatformMode(options.mode);
    Console.say("Millrace %s is starting …", BuildInfo.version());
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
    Integer grpcPort = address.requireGrpcPort(options.grpcPort, port);
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
    putIfPresent(configuration, "millrace.local-secret-key", secretKey);
    putIfPresent(
        configuration, "millrace.grpc-port", grpcPort == null ? null : Integer.toString(grpcPort));
    LaunchConfigSource.provide(configuration);
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        options.rehearse ? Rehearsal.class : Ready.class,
        (code, failure) -> {
          exitCode.set(code);
          if (failure != null) {
            Console.complain("Millrace cannot start. " + Ready.innermost(failure));
          }
        });
    return exitCode.get();
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
    putIfPresent(values, "millrace.serving.default-endpoint", options.defaultEndpoint);
    values.put("quarkus.datasource.jdbc.url", database.url());
    putIfPresent(values, "quarkus.datasource.username", database.user());
    putIfPresent(values, "quarkus.datasource.password", database.password());
    return values;
  }

  private static void putIfPresent(Map<String, String> values, String key, @Nullable String value) {
    if (value != null) {
      values.put(key, value);
    }
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
