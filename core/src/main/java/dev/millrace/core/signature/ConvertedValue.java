package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a value stands for in a column of another type, where nothing is lost by it. MLflow: its
 * scoring server converts as pandas does, which makes 5 of 5.7 and true of "false" without a word;
 * that is not done here.
 */
final class ConvertedValue {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_NUMBER = 64;
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");

  private ConvertedValue() {}

  /** The value of the column's type; itself where it has one, or stands for none. */
  static JsonNode of(JsonNode value, ColumnType type) {
    return switch (type) {
      case INTEGER, LONG, FLOAT, DOUBLE ->
          value.isTextual()
              ? number(value)
              : value.isBoolean() ? JSON.numberNode(value.booleanValue() ? 1 : 0) : value;
      case BOOLEAN -> truth(value);
      case STRING -> value.isNumber() ? JSON.textNode(value.asText()) : value;
      case BINARY, DATETIME -> value;
    };
  }

  private static JsonNode number(JsonNode value) {
    String text = value.textValue().strip();
    if (text.length() > LONGEST_NUMBER) {
      return value;
    }
    if (INTEGER.matcher(text).matches()) {
      return JSON.numberNode(new BigInteger(text));
    }
    return NUMBER.matcher(text).matches()
        ? JSON.numberNode(new BigDecimal(text).doubleValue())
        : value;
  }

  private static JsonNode truth(JsonNode value) {
    String text = value.isTextual() ? value.textValue().toLowerCase(Locale.ROOT) : value.asText();
    return switch (text) {
      case "true", "1", "1.0" -> JSON.booleanNode(true);
      case "false", "0", "0.0" -> JSON.booleanNode(false);
      default -> value;
    };
  }
}
