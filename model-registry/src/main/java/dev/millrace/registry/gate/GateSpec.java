package dev.millrace.registry.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A gate as a policy asks for it.
 *
 * @param settings the whole entry of the policy; the schema has made sure of its form
 */
public record GateSpec(String name, String type, JsonNode settings) {

  /** The text of a setting. */
  public Optional<String> text(String field) {
    return Optional.ofNullable(settings.get(field)).map(JsonNode::asText);
  }

  /** The number of a setting. */
  public Optional<Double> number(String field) {
    return Optional.ofNullable(settings.get(field)).map(JsonNode::asDouble);
  }

  /** A setting that is true or false. */
  public boolean flag(String field, boolean whereAbsent) {
    return settings.path(field).asBoolean(whereAbsent);
  }
}
