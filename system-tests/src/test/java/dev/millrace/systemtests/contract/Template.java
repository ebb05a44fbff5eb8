package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what a case leaves open.
 *
 * <ul>
 *   <li>{@code ${name}} is the value of a variable,
 *   <li>{@code ${a*250}} is a text repeated,
 *   <li>{@code {$times: 1000, of: {key: "k${i}"}}} is a list, {@code i} counting from 0,
 *   <li>{@code {$number: "${i}"}} is a number.
 * </ul>
 */
final class Template {

  private static final Pattern REPEATED = Pattern.compile("\\$\\{([^{}]+)\\*(\\d+)}");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final Map<String, String> variables;

  Template(Map<String, String> variables) {
    this.variables = variables;
  }

  String fill(String text) {
    String repeated =
        REPEATED
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    return VARIABLE.matcher(repeated).replaceAll(m -> Matcher.quoteReplacement(value(m)));
  }

  JsonNode fill(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(fill(node.textValue()));
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> array.add(fill(element)));
      return array;
    }
    if (node.has("$times")) {
      return times(node.get("$times").intValue(), node.get("of"));
    }
    if (node.has("$number")) {
      return DecimalNode.valueOf(new BigDecimal(fill(node.get("$number").textValue())));
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(field -> object.set(field.getKey(), fill(field.getValue())));
      return object;
    }
    return node;
  }

  private ArrayNode times(int count, JsonNode element) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    Map<String, String> counted = new HashMap<>(variables);
    for (int i = 0; i < count; i++) {
      counted.put("i", Integer.toString(i));
      array.add(new Template(counted).fill(element));
    }
    return array;
  }

  private String value(MatchResult variable) {
    String value = variables.get(variable.group(1));
    if (value == null) {
      throw new MissingVariable(variable.group(1));
    }
    return value;
  }

  /** A step before this one did not answer what it should have. */
  static final class MissingVariable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingVariable(String name) {
      super("no earlier answer gave '" + name + "'");
    }
  }
}
