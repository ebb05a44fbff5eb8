package dev.millrace.core.signature;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.List;

/** Splits comma-separated text into lines of fields. Source: RFC 4180; blank lines are skipped. */
public final class CsvParser {

  private final String text;
  private final List<List<String>> lines = new ArrayList<>();
  private int at;

  private CsvParser(String text) {
    this.text = text;
  }

  /**
   * Every line, the header too.
   *
   * @throws MlflowException BAD_REQUEST where a quoted field does not end
   */
  public static List<List<String>> parse(String text) {
    CsvParser parser = new CsvParser(text);
    while (parser.at < text.length()) {
      List<String> line = parser.line();
      if (line.size() > 1 || !line.get(0).isEmpty()) {
        parser.lines.add(line);
      }
    }
    return parser.lines;
  }

  private List<String> line() {
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(peek() == '"' ? quoted() : plain());
      if (peek() == ',') {
        at++;
      } else {
        if (peek() == '\r') {
          at++;
        }
        if (peek() == '\n') {
          at++;
        }
        return fields;
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && peek() != ',' && peek() != '\n' && peek() != '\r') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (peek() == '"') {
        field.append('"');
        at++;
      } else if (at == text.length() || peek() == ',' || peek() == '\n' || peek() == '\r') {
        return field.toString();
      } else {
        break;
      }
    }
    throw new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The CSV body has a quoted field that does not end, in line " + (lines.size() + 1) + ".");
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
