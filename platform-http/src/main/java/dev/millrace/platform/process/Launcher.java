package dev.millrace.platform.process;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What every server process does: reads its flags, and says in one line why it cannot start. */
public final class Launcher {

  private static final int CANNOT_START = 1;
  private static final int BAD_USAGE = 2;

  private Launcher() {}

  /**
   * Runs a server and ends the process with it.
   *
   * @param options flags, as picocli has them
   * @param server what is done with them, which answers with the exit code; a {@link
   *     StartupException} is told
   */
  public static <T> void main(T options, ToIntFunction<T> server, String... args) {
    // Before anything asks for a logger: the JVM chooses once.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    int exitCode;
    try {
      exitCode = parseAndRun(options, server, args);
    } catch (StartupException e) {
      Console.complain("Millrace cannot start. " + e.getMessage());
      exitCode = CANNOT_START;
    }
    System.exit(exitCode);
  }

  private static <T> int parseAndRun(T options, ToIntFunction<T> server, String... args) {
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
    return server.applyAsInt(options);
  }

  /** The first words of one that was not refused. */
  public static void sayStarting() {
    Console.say("Millrace %s is starting …", BuildInfo.version());
  }

  /** Runs Quarkus with what was decided until it ends, and answers with the exit code. */
  public static int runQuarkus(
      Class<? extends QuarkusApplication> application, Map<String, String> configuration) {
    LaunchConfigSource.provide(configuration);
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        application,
        (code, failure) -> {
          exitCode.set(code);
          if (failure != null) {
            Console.complain("Millrace cannot start. " + Ready.innermost(failure));
          }
        });
    return exitCode.get();
  }

  /** Adds a setting where it has a value. */
  public static void putIfPresent(Map<String, String> values, String key, @Nullable Object value) {
    if (value != null) {
      values.put(key, value.toString());
    }
  }
}
