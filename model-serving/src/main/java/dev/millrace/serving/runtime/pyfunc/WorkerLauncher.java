package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts the workers of one model. */
final class WorkerLauncher {

  /** What the name of a socket may have, less than on any system that has them. */
  private static final int LONGEST_SOCKET_NAME = 100;

  private final PythonConfig config;
  private final Scripts scripts;
  private final Path python;
  private final Path folder;
  private final String servedAs;
  private final ScheduledExecutorService timer;

  /**
   * @param python of the model's environment
   * @param folder of the model
   * @param servedAs the endpoint and version, for the log
   */
  WorkerLauncher(
      PythonConfig config,
      Scripts scripts,
      Path python,
      Path folder,
      String servedAs,
      ScheduledExecutorService timer) {
    this.config = config;
    this.scripts = scripts;
    this.python = python;
    this.folder = folder;
    this.servedAs = servedAs;
    this.timer = timer;
  }

  String servedAs() {
    return servedAs;
  }

  /**
   * Starts a worker and returns when it has loaded the model.
   *
   * @throws UnservableModelException where it does not, with the reason
   */
  Worker launch(int number) {
    String name = servedAs + " worker " + number;
    WorkerLog log = new WorkerLog(name);
    Path socketFolder = null;
    try {
      // Nobody else can get into a folder that is made so.
      socketFolder = socketFolder();
      Path socket = socketFolder.resolve("s");
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket), 1);
        return connect(name, start(socket, log), listener, log);
      } finally {
        Files.deleteIfExists(socket);
      }
    } catch (IOException e) {
      throw new UnservableModelException("A Python worker cannot be started.", e);
    } finally {
      delete(socketFolder);
    }
  }

  private KeptProcess start(Path socket, WorkerLog log) throws IOException {
    return KeptProcess.start(
        python,
        scripts.keeper(),
        config.maxMemory().asLongValue(),
        List.of(
            python.toString(),
            "-I",
            "-u",
            scripts.worker().toString(),
            socket.toString(),
            folder.toString()),
        folder,
        ChildEnvironment.ofWorker(
            python, config.path().orElse(System.getenv("PATH")), config.environment()),
        log);
  }

  private Worker connect(
      String name, KeptProcess process, ServerSocketChannel listener, WorkerLog log) {
    long limit = config.startTimeout().toMillis();
    Future<?> late =
        timer.schedule(() -> stopWaiting(process, listener), limit, TimeUnit.MILLISECONDS);
    // A process that ends before it connects leaves nobody to wait for.
    process.handle().onExit().thenRun(() -> stopWaiting(process, listener));
    SocketChannel socket = null;
    boolean ready = false;
    try {
      socket = listener.accept();
      Worker worker = new Worker(name, process, socket);
      AnswerFrame greeting = worker.readAnswer();
      if (greeting.kind() != AnswerFrame.READY) {
        throw new UnservableModelException(
            "The model cannot be loaded in its environment: " + greeting.loadFailure());
      }
      ready = true;
      return worker;
    } catch (IOException e) {
      throw new UnservableModelException(whyNotReady(process, late.isDone(), log), e);
    } finally {
      late.cancel(false);
      if (!ready) {
        close(socket);
        process.endAndWait();
      }
    }
  }

  private String whyNotReady(KeptProcess process, boolean late, WorkerLog log) {
    if (late) {
      return "The model was not loaded within %d s, which millrace.serving.python.start-timeout allows."
          .formatted(config.startTimeout().toSeconds());
    }
    String how = Worker.end(process);
    String last = log.last();
    return "The worker ended while it loaded the model: "
        + how
        + (last.isEmpty() ? "." : "; its last words: " + last);
  }

  private static void stopWaiting(KeptProcess process, ServerSocketChannel listener) {
    process.end();
    close(listener);
  }

  private static void close(java.nio.channels.@org.jspecify.annotations.Nullable Channel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static Path socketFolder() throws IOException {
    Path folder = Files.createTempDirectory("millrace");
    if (folder.resolve("s").toString().getBytes(StandardCharsets.UTF_8).length
        <= LONGEST_SOCKET_NAME) {
      return folder;
    }
    Files.delete(folder);
    return Files.createTempDirectory(Path.of("/tmp"), "millrace");
  }

  private static void delete(@org.jspecify.annotations.Nullable Path folder) {
    try {
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // An empty folder stays behind among other temporary ones.
    }
  }
}
