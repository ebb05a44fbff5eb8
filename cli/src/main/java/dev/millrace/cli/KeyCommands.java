package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.serving.CreateEndpointKeyRequest;
import dev.millrace.core.serving.CreatedEndpointKey;
import dev.millrace.core.serving.EndpointKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description = "Make, list and take away the keys that an endpoint can be asked with.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace endpoints keys list fraud-live")
final class KeyCommands {

  private record KeyList(List<EndpointKey> keys) {}

  private record DeletedKey(String deleted) {}

  @Command(
      name = "create",
      description = {
        "Make a key, and show its secret this once.",
        "Callers send it as Authorization: Bearer SECRET. An endpoint asks everyone for a key once"
            + " it has the option --require-key."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints keys create fraud-live shop",
        "  millrace endpoints keys create fraud-live batch --rate 5 --days 90"
      })
  void create(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "NAME", description = "What the key is called.")
          String name,
      @Option(
              names = "--rate",
              paramLabel = "NUMBER",
              description = "Requests a second of each server (default: no bound).")
          @Nullable Double rate,
      @Option(
              names = "--days",
              paramLabel = "NUMBER",
              description = "How long it can be used (default: until it is taken away).")
          @Nullable Integer days) {
    Long expiresAt = days == null ? null : Instant.now().plus(Duration.ofDays(days)).toEpochMilli();
    try (MillraceClient client = server.connect()) {
      CreatedEndpointKey created =
          client
              .endpoints()
              .createKey(endpoint, new CreateEndpointKeyRequest(name, rate, expiresAt));
      Table table =
          Table.ofDetails()
              .row("key", created.key().name())
              .row("secret", created.secret())
              .row("rate", rate(created.key()))
              .row("expires", Table.time(created.key().expiresAt()));
      server.print(created, table);
    }
  }

  @Command(
      name = "list",
      description = "List the keys of an endpoint.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints keys list fraud-live")
  void list(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      List<EndpointKey> keys = client.endpoints().listKeys(endpoint);
      Table table = Table.of("No keys.", "NAME", "BEGINS WITH", "RATE", "CREATED", "EXPIRES");
      for (EndpointKey key : keys) {
        table.row(
            key.name(),
            key.prefix(),
            rate(key),
            Table.time(key.createdAt()),
            Table.time(key.expiresAt()));
      }
      server.print(new KeyList(keys), table);
    }
  }

  @Command(
      name = "delete",
      description = "Take a key away; requests with it are refused from now on.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints keys delete fraud-live shop")
  void delete(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "NAME", description = "The key.") String name) {
    try (MillraceClient client = server.connect()) {
      client.endpoints().deleteKey(endpoint, name);
      server.print(new DeletedKey(name), "Took key " + name + " away");
    }
  }

  private static @Nullable String rate(EndpointKey key) {
    return key.requestsPerSecond() == null ? null : key.requestsPerSecond() + "/s";
  }
}
