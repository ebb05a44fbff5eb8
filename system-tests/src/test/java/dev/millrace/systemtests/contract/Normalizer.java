package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of an answer what two servers cannot agree on: ids, the clock, and names by chance. */
final class Normalizer {

  /** Fields of an error that no client reads; docs/compatibility.md names them. */
  private static final Set<String> ERROR_EXTRAS = Set.of("sqlstate", "error_class");

  /** Lists that are sets: neither server gives them an order. */
  private static final Set<String> SETS = Set.of("tags", "params", "aliases");

  private static final Pattern ID = Pattern.compile("\\b(m-)?[0-9a-f]{32}\\b");
  private static final Pattern RANDOM_NAME = Pattern.compile("[a-z]+-[a-z]+-\\d{1,4}");
  private static final Pattern MILLIS = Pattern.compile("\\b\\d{13}\\b");
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final List<Map.Entry<String, String>> captured;
  private final List<String> ignored;

  /**
   * @param captured names and values of what earlier answers gave
   * @param ignored places that are not compared
   */
  Normalizer(Map<String, String> captured, List<String> ignored) {
    this.captured = new ArrayList<>(captured.entrySet());
    this.captured.sort(
        Comparator.comparing((Map.Entry<String, String> e) -> -e.getValue().length())
            .thenComparing(Map.Entry::getKey));
    this.ignored = ignored;
  }

  Answer normalize(Answer answer) {
    if (answer.failure() != null) {
      return answer;
    }
    ignored.forEach(place -> Places.remove(answer.body(), place));
    if (answer.body() instanceof ObjectNode body && body.has("error_code")) {
      body.remove(ERROR_EXTRAS);
    }
    return new Answer(answer.status(), normal(answer.body(), "", ""), null);
  }

  private JsonNode normal(JsonNode node, String name, String parent) {
    if (node.isTextual()) {
      return normalText(node.textValue(), name);
    }
    if (node.isNumber()) {
      return normalNumber(node);
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties()
          .forEach(f -> sorted.put(f.getKey(), normal(f.getValue(), f.getKey(), name)));
      sorted.forEach(object::set);
      return object;
    }
    if (node.isArray()) {
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(element -> elements.add(normal(element, "", name)));
      if (SETS.contains(name) || (name.equals("metrics") && parent.equals("data"))) {
        elements.sort(Comparator.comparing(JsonNode::toString));
      }
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      return array.addAll(elements);
    }
    return node;
  }

  private JsonNode normalText(String text, String name) {
    if (name.equals("next_page_token")) {
      return TextNode.valueOf("<token>");
    }
    if (RANDOM_NAME.matcher(text).matches()) {
      return TextNode.valueOf("<name by chance>");
    }
    String normal = text;
    for (Map.Entry<String, String> variable : captured) {
      normal =
          Pattern.compile("(?<![\\w])" + Pattern.quote(variable.getValue()) + "(?![\\w])")
              .matcher(normal)
              .replaceAll(Matcher.quoteReplacement("<" + variable.getKey() + ">"));
    }
    normal = ID.matcher(normal).replaceAll("<id>");
    return TextNode.valueOf(
        MILLIS
            .matcher(normal)
            .replaceAll(m -> isNow(Long.parseLong(m.group())) ? "<now>" : m.group()));
  }

  /** One form for a number, however it is written. */
  private static JsonNode normalNumber(JsonNode number) {
    if (number.canConvertToLong() && number.decimalValue().stripTrailingZeros().scale() <= 0) {
      long whole = number.longValue();
      return isNow(whole) ? TextNode.valueOf("<now>") : LongNode.valueOf(whole);
    }
    return DoubleNode.valueOf(number.doubleValue());
  }

  private static boolean isNow(long millis) {
    return Math.abs(millis - System.currentTimeMillis()) < DAY;
  }
}
