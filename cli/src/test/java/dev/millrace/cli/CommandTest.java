package dev.millrace.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;

/** Runs commands against a server that answers what a test tells it to. */
abstract class CommandTest {

  /** What a promotion is answered where its alias is there. */
  static final String THERE_ALREADY =
      """
      {"promotion":{"promotion_id":"1","model_name":"m","alias":"champion","kind":"promotion",
        "to_version":"2","user":"ada","created_at":1,"outcome":"done"},"unchanged":true}""";

  /** What {@link #record} was asked: method, path and body. */
  final List<String> recorded = new ArrayList<>();

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  final void answer(String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  /** Answers with success, and remembers what was asked. */
  final void record(String path, String answer) {
    server.createContext(
        path,
        exchange -> {
          recorded.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Runs a command of a group against the server, which is asked once. */
  final int millraceOf(List<String> group, String... more) {
    List<String> all = new ArrayList<>(group);
    all.addAll(Arrays.asList(more));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  final String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  final int millrace(String... args) {
    CommandLine commandLine = Millrace.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
