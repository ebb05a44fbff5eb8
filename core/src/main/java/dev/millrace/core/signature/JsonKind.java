package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;

/** Says what a JSON value is without saying the value. */
final class JsonKind {

  private JsonKind() {}

  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "a string";
      case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number with a fraction";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> "no value";
    };
  }
}
