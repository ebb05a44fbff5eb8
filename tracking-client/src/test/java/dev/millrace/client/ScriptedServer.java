package dev.millrace.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that misbehaves by a script, then answers each path with one fixed body. */
final class ScriptedServer implements AutoCloseable {

  /** One request as it came. */
  record Received(String method, String path, String query, String body, Headers headers) {}

  private record Step(int status, String body, Map<String, String> headers, boolean hangUp) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Step> script = new ConcurrentLinkedDeque<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a path answers once the script has run out. */
  ScriptedServer answering(String path, String body) {
    answers.put(path, body);
    return this;
  }

  /** What a path answers to one query, such as {@code path=a%2Fb}. */
  ScriptedServer answeringQuery(String path, String query, String body) {
    answers.put(path + "?" + query, body);
    return this;
  }

  /** What it was told to answer on a path. */
  String answer(String path) {
    return answers.get(path);
  }

  ScriptedServer thenFail(int status, String body) {
    return thenFail(status, body, Map.of());
  }

  ScriptedServer thenFail(int status, String body, Map<String, String> headers) {
    script.add(new Step(status, body, headers, false));
    return this;
  }

  /** The request is read, and the connection cut without an answer. */
  ScriptedServer thenHangUp() {
    script.add(new Step(0, "", Map.of(), true));
    return this;
  }

  List<Received> received() {
    return received;
  }

  List<Received> received(String path) {
    return received.stream().filter(request -> request.path().equals(path)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            exchange.getRequestMethod(),
            path,
            String.valueOf(exchange.getRequestURI().getRawQuery()),
            body,
            exchange.getRequestHeaders()));
    Step step = script.poll();
    if (step == null) {
      String answer =
          answers.getOrDefault(
              path + "?" + exchange.getRequestURI().getRawQuery(), answers.get(path));
      String known =
          answer == null ? "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"no\"}" : answer;
      answer(exchange, answer == null ? 404 : 200, known);
    } else if (step.hangUp()) {
      exchange.close();
    } else {
      step.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      answer(exchange, step.status(), step.body());
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
