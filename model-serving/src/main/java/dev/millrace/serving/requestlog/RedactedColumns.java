package dev.millrace.serving.requestlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that are to be redacted, and which of them were found. Names are the same where their
 * letters and digits are, in any case: {@code Card-Number} is {@code card_number}.
 */
final class RedactedColumns {

  /** What stands in the place of a value. */
  static final String REPLACEMENT = "[redacted]";

  private final Set<String> wanted;
  private final Set<String> found = new HashSet<>();

  RedactedColumns(List<String> columns) {
    this.wanted = columns.stream().map(RedactedColumns::plain).collect(Collectors.toSet());
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
    return plain.isEmpty() ? name : plain.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether the values of this column are to be replaced; then it counts as found. */
  boolean has(String name) {
    String plain = plain(name);
    boolean has = wanted.contains(plain);
    if (has) {
      found.add(plain);
    }
    return has;
  }

  boolean wereAnyFound() {
    return !found.isEmpty();
  }

  boolean wereAllFound() {
    return found.size() == wanted.size();
  }

  /** Replaces the values of all fields of these names, however deep. */
  void redactFields(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (has(field.getKey())) {
          field.setValue(replacement());
        } else {
          redactFields(field.getValue());
        }
      }
    } else {
      tree.forEach(this::redactFields);
    }
  }

  static TextNode replacement() {
    return TextNode.valueOf(REPLACEMENT);
  }
}
