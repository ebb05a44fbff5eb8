package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.core.registry.CreatePromotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which version would become what, and the gates that are asked beside those of the server. */
final class GateOptions {

  @Parameters(paramLabel = "MODEL", description = "A registered model.")
  private String model = "";

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      required = true,
      description = "run:ID (its newest version), version:N, model:ID or @alias.")
  private String source = "";

  @Option(
      names = "--to",
      paramLabel = "@ALIAS",
      defaultValue = ModelRegistry.CHAMPION,
      description = "The alias to move (default: ${DEFAULT-VALUE}).")
  private String alias = ModelRegistry.CHAMPION;

  @Option(
      names = "--gate",
      paramLabel = "EXPR",
      description = "A condition beside those of the policy; may be repeated.")
  private List<String> gates = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A policy in YAML or JSON whose gates are asked beside those of the server's.")
  private @Nullable Path policy;

  String model() {
    return model;
  }

  String source() {
    return source;
  }

  String alias() {
    return ModelCommands.aliasName(alias);
  }

  /** Asks the gates and nothing else. */
  CreatePromotion dryRun(MillraceClient client) {
    return new CreatePromotion(
        model,
        alias(),
        null,
        source,
        null,
        null,
        null,
        null,
        gates(client),
        true,
        UUID.randomUUID().toString());
  }

  List<JsonNode> gates(MillraceClient client) {
    List<JsonNode> all = new ArrayList<>();
    if (policy != null) {
      try {
        all.addAll(client.registry().checkPolicy(Files.readString(policy)));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + policy + ": " + e.getMessage(), e);
      }
    }
    for (String expression : gates) {
      all.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("name", expression)
              .put("type", "metric")
              .put("expression", expression));
    }
    return all;
  }
}
