package dev.millrace.artifacts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.minio.credentials.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for what lends credentials to a machine (IMDSv2), a container (ECS, EKS) and a web
 * identity (STS). What it gives is lent by a real MinIO.
 */
final class CredentialSource implements AutoCloseable {

  static final String ROLE = "a-role";
  static final String CONTAINER_PATH = "/v2/credentials?id=7";
  private static final String MACHINE_PATH = "/latest/meta-data/iam/security-credentials/";
  private static final String MACHINE_TOKEN = "token-of-the-machine";

  private final HttpServer server;
  private final URI minio;

  /** What was asked, in order: method, path with query, and the header that authorizes. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** When what is given ends, by what it says itself. */
  volatile Duration validFor = Duration.ofHours(1);

  volatile boolean away;

  CredentialSource(URI minio) throws IOException {
    this.minio = minio;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(
        exchange.getRequestMethod()
            + " "
            + target
            + (authorization == null ? "" : " " + authorization));
    if (away) {
      send(exchange, 500, "");
    } else if (target.equals("/latest/api/token")) {
      send(exchange, 200, MACHINE_TOKEN);
    } else if (target.startsWith(MACHINE_PATH)) {
      String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
      if (!MACHINE_TOKEN.equals(token)) {
        send(exchange, 401, "");
      } else {
        send(
            exchange,
            200,
            target.equals(MACHINE_PATH) ? ROLE : json(LentCredentials.of(minio, null)));
      }
    } else if (target.startsWith(CONTAINER_PATH)) {
      send(exchange, 200, json(LentCredentials.of(minio, null)));
    } else if (target.contains("Action=AssumeRoleWithWebIdentity")) {
      send(exchange, 200, xml(LentCredentials.of(minio, null)));
    } else {
      send(exchange, 404, "");
    }
  }

  private String end() {
    return DateTimeFormatter.ISO_INSTANT.format(
        Instant.ofEpochSecond(Instant.now().plus(validFor).getEpochSecond()));
  }

  private String json(Credentials lent) {
    return """
        {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z",
         "AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "%s", "Expiration": "%s"}
        """
        .formatted(lent.accessKey(), lent.secretKey(), lent.sessionToken(), end());
  }

  private String xml(Credentials lent) {
    return """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
            <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
        .formatted(lent.accessKey(), lent.secretKey(), lent.sessionToken(), end());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
