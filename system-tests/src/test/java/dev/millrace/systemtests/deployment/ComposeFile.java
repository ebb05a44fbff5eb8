package dev.millrace.systemtests.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compose file as it is delivered. */
final class ComposeFile {

  private static final Path FILE = Path.of("..", "deploy", "compose.yaml");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):\\?[^}]*}");

  private final JsonNode services;
  private final Map<String, String> secrets;

  private ComposeFile(JsonNode services, Map<String, String> secrets) {
    this.services = services;
    this.secrets = secrets;
  }

  /** Reads it with the values that a person would have put in the {@code .env} file. */
  static ComposeFile read(Map<String, String> secrets) throws IOException {
    return new ComposeFile(new YAMLMapper().readTree(FILE.toFile()).get("services"), secrets);
  }

  /** The environment of a service, with the secrets filled in. */
  Map<String, String> environmentOf(String service) {
    Map<String, String> environment = new LinkedHashMap<>();
    services
        .get(service)
        .get("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), fillIn(entry.getValue().asText())));
    return environment;
  }

  private String fillIn(String text) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(
        found -> {
          String secret = secrets.get(found.group(1));
          if (secret == null) {
            throw new IllegalStateException(
                "compose.yaml asks for a secret that this test does not know: " + found.group(1));
          }
          return Matcher.quoteReplacement(secret);
        });
  }
}
