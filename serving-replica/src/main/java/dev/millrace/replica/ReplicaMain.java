package dev.millrace.replica;

import dev.millrace.platform.process.Launcher;
import dev.millrace.platform.process.ListenAddress;
import dev.millrace.platform.process.Ready;
import dev.millrace.platform.process.StartupException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The process of a serving replica. What can be refused is refused before Quarkus boots. */
@QuarkusMain
public final class ReplicaMain {

  private ReplicaMain() {}

  public static void main(String... args) {
    Launcher.main(new ReplicaOptions(), ReplicaMain::start, args);
  }

  private static int start(ReplicaOptions options) {
    if (!options.mode.equals("serving")) {
      throw new StartupException(
          "--mode " + options.mode + " is not that of a serving replica, which is 'serving'.");
    }
    Launcher.sayStarting();
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
    Map<String, String> configuration = configuration(options, platform, port, address.url(port));
    configuration.putAll(options.grpc.require(address, port));
    return Launcher.runQuarkus(Ready.class, configuration);
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
      ReplicaOptions options, URI platform, int port, String url) {
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
    Launcher.putIfPresent(values, "millrace.serving.default-endpoint", options.defaultEndpoint);
    return values;
  }
}
