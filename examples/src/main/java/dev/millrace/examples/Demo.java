package dev.millrace.examples;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code java -jar demo.jar [SERVER_URL] [--data DIR]}: shows the whole road on a running server.
 * Ends with 0 when every request was answered, 1 when something failed, 2 for wrong arguments.
 */
public final class Demo {

  private static final String USAGE =
      """
      Usage: java -jar demo.jar [SERVER_URL] [--data DIR]

        SERVER_URL   the server to show it on; else MILLRACE_URL or MLFLOW_TRACKING_URI,
                     else http://127.0.0.1:5000
        --data DIR   folder with penguins.csv; else the copy packed with the demo
      """;

  private Demo() {}

  public static void main(String[] args) throws InterruptedException {
    quietTribuo();
    System.exit(run(args));
  }

  private record Arguments(@Nullable String server, @Nullable Path data) {}

  private static int run(String[] args) throws InterruptedException {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.print(USAGE);
      return 0;
    }
    ClientOptions options;
    Arguments arguments;
    try {
      arguments = parse(args);
      options = ClientOptions.fromEnvironment();
      if (arguments.server() != null) {
        options = options.withServer(arguments.server());
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      return 2;
    }
    try (MillraceClient client = MillraceClient.connect(options)) {
      Penguins penguins =
          arguments.data() == null ? Penguins.packed() : Penguins.in(arguments.data());
      return new Story(client, options, penguins, new Progress(System.out)).tell() ? 0 : 1;
    } catch (MlflowException e) {
      System.err.println("The demo failed: " + e.code() + ": " + e.text());
      return 1;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      System.err.println("The demo failed: " + e.getMessage());
      return 1;
    }
  }

  private static Arguments parse(String[] args) {
    String server = null;
    Path data = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--data")) {
        if (i + 1 == args.length) {
          throw new IllegalArgumentException("--data needs a folder.");
        }
        data = Path.of(args[++i]);
      } else if (args[i].startsWith("-") || server != null) {
        throw new IllegalArgumentException("Unknown argument '" + args[i] + "'.");
      } else {
        server = args[i];
      }
    }
    return new Arguments(server, data);
  }

  // Tribuo writes to java.util.logging, which the rest of Millrace does not use.
  private static void quietTribuo() {
    try (InputStream settings = Demo.class.getResourceAsStream("/demo-logging.properties")) {
      java.util.logging.LogManager.getLogManager().readConfiguration(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
