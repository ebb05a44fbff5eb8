package dev.millrace.registry.policy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.registry.gate.GateSpec;
import dev.millrace.registry.gate.Gates;
import dev.millrace.registry.validation.RegistryRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads policies, and refuses what is not one with the place and the reason. */
@ApplicationScoped
public class PolicyReader {

  static final int LONGEST = 100_000;
  private static final String SCHEMA = "promotion-policy.schema.json";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Gates gates;
  private final String schemaText = readSchema();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schemaText, InputFormat.JSON);

  PolicyReader(Gates gates) {
    this.gates = gates;
  }

  /** The JSON schema of policies. */
  String schema() {
    return schemaText;
  }

  /**
   * A policy in YAML, of which JSON is a part.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE naming the path in the policy and the reason
   */
  public PolicyDocument read(String text) {
    RegistryRules.limited(text, "policy", LONGEST);
    try {
      JsonNode json = YAML.readTree(text);
      return understood(
          json == null || json.isMissingNode() || json.isNull()
              ? JsonNodeFactory.instance.objectNode()
              : json);
    } catch (JsonProcessingException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "The policy cannot be read: " + place(e), e);
    }
  }

  /**
   * Gates without a policy around them.
   *
   * @throws MlflowException as {@link #read}
   */
  public List<GateSpec> readGates(List<JsonNode> list) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    list.forEach(json.withArray("gates")::add);
    return understood(json).gates();
  }

  /** Of JSON that was found good when it was stored. */
  PolicyDocument stored(JsonNode json) {
    return PolicyDocument.of(json);
  }

  private PolicyDocument understood(JsonNode json) {
    if (json.toString().contains("\\u0000")) {
      throw MlflowException.invalidParameter("The policy has a NUL character in a text.");
    }
    List<Error> errors = schema.validate(json);
    if (!errors.isEmpty()) {
      Error first = errors.get(0);
      String at = first.getInstanceLocation().toString();
      throw invalid(at.isEmpty() ? "/" : at, first.getMessage());
    }
    PolicyDocument policy = PolicyDocument.of(json);
    for (int i = 0; i < policy.gates().size(); i++) {
      try {
        gates.check(policy.gates().get(i));
      } catch (MlflowException e) {
        throw invalid("/gates/" + i, e.text());
      }
    }
    return policy;
  }

  private static MlflowException invalid(String path, String reason) {
    return MlflowException.invalidParameter("The policy is wrong at " + path + ": " + reason);
  }

  private static String place(JacksonException e) {
    return e.getOriginalMessage()
        + (e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")");
  }

  private static String readSchema() {
    try (InputStream in = PolicyReader.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is not in the build.");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      MlflowJson.mapper().readTree(text);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
