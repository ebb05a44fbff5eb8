package dev.millrace.platform.launch;

import dev.millrace.core.file.FileTrees;
import dev.millrace.platform.process.BuildInfo;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The PostgreSQL that the server runs for itself, on files in the data directory and on a free
 * loopback port, with a password only the owner of the directory can read. It lives in a session of
 * its own, so that Ctrl-C in a terminal reaches the server first and the database last.
 */
final class LocalPostgres {

  static final String USER = "millrace";

  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 8;

  // Every acknowledged write survives a crash: the first three lines are not for tuning.
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256",
          "max_connections=100",
          "shared_buffers=256MB",
          "max_wal_size=2GB",
          "random_page_cost=1.1",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_checkpoints=off");

  private final Path programs;
  private final Path data;
  private final Path log;
  private final Path passwordFile;
  private int port;

  private LocalPostgres(Path programs, Path root) {
    this.programs = programs;
    this.data = root.resolve("postgres");
    this.log = root.resolve("postgres.log");
    this.passwordFile = root.resolve("postgres.password");
  }

  /** Starts PostgreSQL on the directory, after making the database where there is none. */
  static LocalPostgres start(DataDirectory directory) {
    Path root = directory.root();
    LocalPostgres postgres = new LocalPostgres(PostgresBinaries.unpackOnce(root), root);
    try {
      postgres.createOnce();
      postgres.requireSameMajorVersion();
      postgres.stopOrphan();
      postgres.launch();
      return postgres;
    } catch (IOException e) {
      throw new StartupException("The embedded PostgreSQL could not be started: " + e, e);
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String password() {
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException e) {
      throw new StartupException("Cannot read " + passwordFile + ": " + e, e);
    }
  }

  /** Stops it in order, within seconds; what is not stopped then is stopped the hard way. */
  void stop() {
    try {
      if (run(stopCommand("fast")).exitCode() != 0 && orphan().isPresent()) {
        run(stopCommand("immediate"));
      }
    } catch (IOException e) {
      Console.complain("The embedded PostgreSQL did not stop: " + e);
    }
  }

  private void createOnce() throws IOException {
    if (Files.exists(data)) {
      return;
    }
    Console.say("Creating the database in %s", data);
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(passwordFile);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, HexFormat.of().formatHex(secret) + "\n");
    // Made beside and moved into place, so that a crash half-way leaves nothing that looks whole.
    Path partial = data.resolveSibling("postgres.new");
    FileTrees.delete(partial);
    Outcome outcome =
        run(
            List.of(
                program("initdb"),
                "--pgdata=" + partial,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums"));
    if (outcome.exitCode() != 0) {
      throw new StartupException(
          "The database in " + data + " could not be created: " + hint(outcome.output()));
    }
    Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireSameMajorVersion() throws IOException {
    String made = Files.readString(data.resolve("PG_VERSION")).strip();
    String ours = BuildInfo.postgresVersion().replaceFirst("\\..*", "");
    if (!made.equals(ours)) {
      throw new StartupException(
          "The database in "
              + data
              + " was made by PostgreSQL "
              + made
              + ", and this Millrace brings PostgreSQL "
              + ours
              + ". Use the Millrace that made it, or move the data with pg_dump and pg_restore.");
    }
  }

  /**
   * A server that was killed leaves its PostgreSQL running. The lock on the data directory is ours,
   * so nobody needs that one any more; stopping it also ends what the dead server left unfinished.
   */
  private void stopOrphan() throws IOException {
    if (orphan().isPresent()) {
      Console.say("Stopping the PostgreSQL that a killed server left behind");
      stop();
      if (orphan().isPresent()) {
        throw new StartupException(
            "PostgreSQL process "
                + orphan().get().pid()
                + " still holds "
                + data
                + " and does not stop. End it, then start again.");
      }
    }
    // Whatever wrote it is gone; its process id may belong to somebody else by now.
    Files.deleteIfExists(pidFile());
  }

  private Optional<ProcessHandle> orphan() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile());
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::servesOurData);
  }

  private boolean servesOurData(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres =
        info.command().map(command -> Path.of(command).endsWith("postgres")).orElse(false);
    return process.isAlive()
        && postgres
        && info.arguments()
            .map(arguments -> List.of(arguments).contains(data.toString()))
            .orElse(true);
  }

  private void launch() throws IOException {
    port = freePort();
    StringBuilder options = new StringBuilder("-p ").append(port);
    SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
    Outcome outcome =
        run(
            List.of(
                program("pg_ctl"),
                "start",
                "--wait",
                "--timeout=" + START_SECONDS,
                "--silent",
                "--pgdata=" + data,
                "--log=" + log,
                "--options=" + options));
    if (outcome.exitCode() != 0) {
      throw new StartupException(
          "The embedded PostgreSQL did not start: "
              + hint(outcome.output() + tail(log))
              + " Its log is "
              + log
              + ".");
    }
  }

  private List<String> stopCommand(String mode) {
    return List.of(
        program("pg_ctl"),
        "stop",
        "--wait",
        "--timeout=" + STOP_SECONDS,
        "--silent",
        "--mode=" + mode,
        "--pgdata=" + data);
  }

  private Path pidFile() {
    return data.resolve("postmaster.pid");
  }

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }

  private record Outcome(int exitCode, String output) {}

  private Outcome run(List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
      line.addAll(List.of("unshare", "--user"));
    }
    line.addAll(command);
    Path output = Files.createTempFile("millrace-", ".out");
    try {
      // Not a pipe: the database inherits it, and a pipe would stay open as long as that runs.
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " did not end");
      }
      return new Outcome(process.exitValue(), Files.readString(output).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command.get(0), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String hint(String output) {
    return output.contains("unshare")
        ? output
            + ". PostgreSQL does not run as root, and this machine does not let root step down"
            + " (unshare --user). Start Millrace as another user, or give a --database-url."
        : output;
  }

  private static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
