package dev.millrace.serving.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.millrace.core.signature.ShownName;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A JSON schema (2020-12) that a model brings, in JSON or YAML. */
final class DataSchema {

  private static final YAMLMapper YAML = new YAMLMapper();

  /** What they say names fields that the caller made up. */
  private static final Set<String> UNKNOWN_FIELD =
      Set.of("additionalProperties", "unevaluatedProperties", "propertyNames");

  private final Schema schema;

  private DataSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Reads a schema.
   *
   * @param file its name, for people
   * @throws UnservableModelException where it is none, or asks for another document
   */
  static DataSchema read(String file, byte[] text) {
    JsonNode document;
    try {
      document = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnservableModelException(file + " is not valid JSON or YAML.", e);
    } catch (IOException e) {
      throw new UnservableModelException(file + " cannot be read.", e);
    }
    if (document == null || !document.isObject()) {
      throw new UnservableModelException(file + " is no JSON schema: it must be an object.");
    }
    for (String key : List.of("$ref", "$dynamicRef", "$schema")) {
      for (JsonNode reference : document.findValues(key)) {
        requireWithin(file, key, reference);
      }
    }
    try {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
      schema.initializeValidators();
      return new DataSchema(schema);
    } catch (RuntimeException e) {
      throw new UnservableModelException(
          file + " is no JSON schema (2020-12): " + e.getMessage(), e);
    }
  }

  /** Nothing is fetched from anywhere for a schema. */
  private static void requireWithin(String file, String key, JsonNode reference) {
    boolean within =
        key.equals("$schema")
            ? reference.asText().startsWith("https://json-schema.org/")
            : reference.asText().startsWith("#");
    if (reference.isTextual() && !within) {
      throw new UnservableModelException(
          file + " refers to another document by " + key + "; it must stand by itself.");
    }
  }

  /** What is wrong with a document, never with its values; empty where it fits. */
  Optional<Violation> check(JsonNode document) {
    List<Error> errors = schema.validate(document);
    return errors.isEmpty() ? Optional.empty() : Optional.of(violation(errors.get(0)));
  }

  private static Violation violation(Error error) {
    String reason =
        UNKNOWN_FIELD.contains(error.getKeyword())
            ? "has a field that the schema does not know"
            : error.getMessage();
    return new Violation(ShownName.of(error.getInstanceLocation().toString()), reason);
  }

  /**
   * Where a document does not fit, and why.
   *
   * @param place JSON pointer within the document; empty for all of it
   */
  record Violation(String place, String reason) {}
}
