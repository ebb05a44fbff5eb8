package dev.millrace.systemtests.replica;

import dev.millrace.systemtests.server.ServerProcess;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Ask servers for predictions, each as fast as it answers, until they are closed. */
final class Callers implements AutoCloseable {

  private final String route;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * A call and its answer.
   *
   * @param beganNanos when it was sent
   * @param status of HTTP; 0 where there was no answer
   */
  record Call(long beganNanos, int status, String version) {}

  Callers(String endpoint, List<ServerProcess> servers) {
    this.route = "/serving/" + endpoint + "/invocations";
    for (ServerProcess server : servers) {
      Thread thread = new Thread(() -> ask(server), "caller");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void ask(ServerProcess server) {
    while (!closed) {
      calls.add(askOnce(server));
    }
  }

  private Call askOnce(ServerProcess server) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> answer = server.post(route, LabelModels.REQUEST);
      return new Call(
          began,
          answer.statusCode(),
          answer.headers().firstValue("X-Millrace-Model-Version").orElse("none"));
    } catch (UncheckedIOException e) {
      return new Call(began, 0, e.toString());
    }
  }

  /** The calls that were answered so far. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
