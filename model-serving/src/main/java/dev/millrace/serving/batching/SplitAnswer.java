package dev.millrace.serving.batching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of an answer that some of its rows have. */
final class SplitAnswer {

  private SplitAnswer() {}

  /** Whether an answer has a part for each of so many rows, and nothing beside. */
  static boolean isByRow(Object answer, int rows) {
    if (answer instanceof Map<?, ?> outputs) {
      return !outputs.isEmpty()
          && outputs.values().stream().allMatch(output -> length(output) == rows);
    }
    if (answer instanceof ObjectNode outputs) {
      for (JsonNode output : outputs) {
        if (length(output) != rows) {
          return false;
        }
      }
      return !outputs.isEmpty();
    }
    return length(answer) == rows;
  }

  private static int length(Object values) {
    if (values instanceof List<?> list) {
      return list.size();
    } else if (values instanceof ArrayNode array) {
      return array.size();
    }
    return values.getClass().isArray() ? Array.getLength(values) : -1;
  }

  /** The rows from one to before another of an answer that is by row. */
  static Object rows(Object answer, int from, int to) {
    if (answer instanceof Map<?, ?> outputs) {
      Map<Object, Object> part = new LinkedHashMap<>();
      outputs.forEach((name, values) -> part.put(name, slice(values, from, to)));
      return part;
    }
    if (answer instanceof ObjectNode outputs) {
      ObjectNode part = JsonNodeFactory.instance.objectNode();
      for (Iterator<Map.Entry<String, JsonNode>> each = outputs.fields(); each.hasNext(); ) {
        Map.Entry<String, JsonNode> output = each.next();
        part.set(output.getKey(), (JsonNode) slice(output.getValue(), from, to));
      }
      return part;
    }
    return slice(answer, from, to);
  }

  private static Object slice(Object values, int from, int to) {
    if (values instanceof List<?> list) {
      return list.subList(from, to);
    } else if (values instanceof ArrayNode array) {
      ArrayNode part = JsonNodeFactory.instance.arrayNode(to - from);
      for (int i = from; i < to; i++) {
        part.add(array.get(i));
      }
      return part;
    }
    Object part = Array.newInstance(values.getClass().getComponentType(), to - from);
    System.arraycopy(values, from, part, 0, to - from);
    return part;
  }
}
