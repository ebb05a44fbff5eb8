package dev.millrace.platform.launch;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
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
    commandLine.setDefaultValueProvider(new ServerOptions.Defaults());
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
    Console.say("Millrace %s is starting …", BuildInfo.version());
    if (options.rehearse) {
      Rehearsal.arrange(options);
    }
    return run(options);
  }

  private static int run(ServerOptions options) {
    InetAddress address = requireAddress(options);
    int port = requirePort(address, options.host, "--port", options.port);
    if (options.grpcPort != null && options.grpcPort == port) {
      throw new StartupException(
          "--port and --grpc-port are both " + port + ": each needs a port of its own.");
    }
    Integer grpcPort =
        options.grpcPort == null
            ? null
            : requirePort(address, options.host, "--grpc-port", options.grpcPort);
    String url = url(options.host, port);
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
            Console.complain("Millrace cannot start. " + innermost(failure));
          }
        });
    return exitCode.get();
  }

  /** The address, after it was seen to be one we may open. */
  private static InetAddress requireAddress(ServerOptions options) {
    InetAddress address;
    try {
      address = InetAddress.getByName(options.host);
    } catch (UnknownHostException e) {
      throw new StartupException(
          "--host " + options.host + " is neither an address of this machine nor a name of one.");
    }
    if (!address.isLoopbackAddress() && !options.allowUnauthenticatedNetwork) {
      throw new StartupException(
          "--host "
              + options.host
              + " can be reached from the network, and this server asks nobody who they are:"
              + " everyone who reaches it could read, change and delete everything. Use 127.0.0.1,"
              + " or acknowledge it with --allow-unauthenticated-network"
              + " (MILLRACE_ALLOW_UNAUTHENTICATED_NETWORK=true).");
    }
    return address;
  }

  /** The port, after it was seen to be free; 0 becomes one that is. */
  private static int requirePort(InetAddress address, String host, String option, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return socket.getLocalPort();
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException(
          "Port "
              + port
              + " on "
              + host
              + " cannot be used ("
              + e.getMessage()
              + "). Stop what listens there, or choose another "
              + option
              + ".");
    }
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

  private static String url(String host, int port) {
    String shown =
        switch (host) {
          case "0.0.0.0", "::" -> "127.0.0.1";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "http://" + shown + ":" + port;
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  /** Runs once the server answers. */
  public static final class Ready implements QuarkusApplication {

    @Override
    public int run(String... args) {
      // The JVM's own account: the operating system's start time of a process is only rough.
      Duration took =
          Duration.ofMillis(
              System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
      Config config = ConfigProvider.getConfig();
      config
          .getOptionalValue("millrace.grpc-port", Integer.class)
          .ifPresent(port -> Console.say("gRPC is served on port %d", port));
      Console.say(
          "Millrace is ready at %s (started in %.1f s)",
          config.getValue("millrace.url", String.class), took.toMillis() / 1000.0);
      Quarkus.waitForExit();
      return 0;
    }
  }
}
