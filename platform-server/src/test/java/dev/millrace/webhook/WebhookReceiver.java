package dev.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.testing.Await;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on loopback: it keeps what it is sent and answers as it is told. */
final class WebhookReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Answer answer = Answer.OK;

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  /** What to answer to the request of this number, the first is 1. */
  @FunctionalInterface
  interface Answer {

    Answer OK = (number, exchange) -> 200;

    int to(int number, HttpExchange exchange) throws IOException;
  }

  /** A request. */
  record Received(
      String path,
      String contentType,
      String deliveryId,
      String timestamp,
      String signature,
      String body,
      long atNanos) {

    JsonPath json() {
      return new JsonPath(body);
    }

    String event() {
      return json().getString("entity") + "." + json().getString("action");
    }

    /** Checks the signature as a receiver does. */
    void assertSignedWith(String secret) throws GeneralSecurityException {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed =
          mac.doFinal((deliveryId + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      assertThat(signature).isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void answer(Answer with) {
    answer = with;
  }

  List<Received> received() {
    return received;
  }

  List<Received> receivedAt(String path) {
    return received.stream().filter(one -> one.path().equals(path)).toList();
  }

  /** The requests to a path, once there are so many. */
  List<Received> await(String path, int count) {
    Await.until(count + " deliveries to " + path, () -> receivedAt(path).size() >= count);
    return receivedAt(path);
  }

  private synchronized int keep(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("X-MLflow-Delivery-Id"),
            exchange.getRequestHeaders().getFirst("X-MLflow-Timestamp"),
            exchange.getRequestHeaders().getFirst("X-MLflow-Signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            System.nanoTime()));
    return receivedAt(exchange.getRequestURI().getPath()).size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = answer.to(keep(exchange), exchange);
      byte[] body = "taken".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
