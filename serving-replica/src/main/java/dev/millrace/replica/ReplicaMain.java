package dev.millrace.replica;

import dev.millrace.platform.process.BuildInfo;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.LaunchConfigSource;
import dev.millrace.platform.process.ListenAddress;
import dev.millrace.platform.process.OptionDefaults;
import dev.millrace.platform.process.Ready;
import dev.millrace.platform.process.StartupException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The process of a serving replica. What can be refused is refused before Quarkus boots. */
@QuarkusMain
public final class ReplicaMain {

  private static final int CANNOT_START = 1;
  private static final int BAD_USAGE = 2;

  private ReplicaMain() {}

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
    ReplicaOptions options = new ReplicaOptions();
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
    if (!options.mode.equals("serving")) {
      throw new StartupException(
          "--mode " + options.mode + " is not that of a serving replica, which is 'serving'.");
    }
    Console.say("Millrace %s is starting …", BuildInfo.version());
    return run(options);
  }

  private static int run(ReplicaOptions options) {
    URI platform = requirePlatform(options.platformUrl);
    ListenAddress address =
        ListenAddress.require(
            options.host,
            options.allowUnauthenticatedNetwork,
            "ask every endpoint that needs no key");
    int port = address.requirePort("--port", options.port);
    Integer grpcPort = address.requireGrpcPort(options.grpcPort, port);
    LaunchConfigSource.provide(configuration(options, platform, port, grpcPort, address.url(port)));
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        Ready.class,
        (code, failure) -> {
          exitCode.set(code);
          if (failure != null) {
            Console.complain("Millrace cannot start. " + Ready.innermost(failure));
          }
        });
    return exitCode.get();
  }

  private static URI requirePlatform(@Nullable String url) {
    if (url == null) {
      throw new StartupException(
          "A serving replica follows a platform: name its URL with --platform-url"
              + " (MILLRACE_PLATFORM_URL).");
    }
    try {
      URI platform = new URI(url.replaceAll("/+$", ""));
      boolean web = "http".equals(platform.getScheme()) || "https".equals(platform.getScheme());
      if (web
          && platform.getHost() != null
          && platform.getUserInfo() == null
          && platform.getQuery() == null) {
        return platform;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new StartupException(
        "--platform-url must be such as http://platform:5000, without a user and a query.");
  }

  private static Map<String, String> configuration(
      ReplicaOptions options, URI platform, int port, @Nullable Integer grpcPort, String url) {
    Path dataDir = options.dataDir.toAbsolutePath().normalize();
    Map<String, String> values = new HashMap<>();
    values.put("millrace.host", options.host);
    values.put("millrace.port", Integer.toString(port));
    values.put("millrace.url", url);
    values.put("millrace.data-dir", dataDir.toString());
    values.put("millrace.allowed-hosts", String.join(",", options.allowedHosts));
    values.put("millrace.replica.platform-url", platform.toString());
    if (!options.endpoints.isEmpty()) {
      values.put("millrace.serving.endpoints", String.join(",", options.endpoints));
    }
    if (options.defaultEndpoint != null) {
      values.put("millrace.serving.default-endpoint", options.defaultEndpoint);
    }
    if (grpcPort != null) {
      values.put("millrace.grpc-port", grpcPort.toString());
    }
    return values;
  }
}
