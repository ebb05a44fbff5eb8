package dev.millrace.serving.requestlog;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.CsvParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Redacts bodies in CSV. */
final class CsvRedaction {

  private CsvRedaction() {}

  static byte[] body(RedactedColumns columns, String csv) {
    List<List<String>> lines = parse(csv);
    List<String> header = lines.isEmpty() ? List.of() : lines.get(0);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      if (columns.has(header.get(i))) {
        places.add(i);
      }
    }
    StringBuilder text = new StringBuilder(csv.length());
    for (int i = 0; i < lines.size(); i++) {
      List<String> line = new ArrayList<>(lines.get(i));
      if (line.size() != header.size()) {
        throw new UnkeepableException(
            "It has lines that are not as long as its header, and columns are to be redacted.");
      }
      if (i > 0) {
        places.forEach(place -> line.set(place, RedactedColumns.REPLACEMENT));
      }
      write(text, line);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<List<String>> parse(String csv) {
    try {
      return CsvParser.parse(csv);
    } catch (MlflowException e) {
      throw new UnkeepableException("It is no CSV, and columns are to be redacted.");
    }
  }

  /** Source: RFC 4180. */
  private static void write(StringBuilder text, List<String> line) {
    for (int i = 0; i < line.size(); i++) {
      String field = line.get(i);
      boolean quoted =
          field.indexOf(',') >= 0
              || field.indexOf('"') >= 0
              || field.indexOf('\n') >= 0
              || field.indexOf('\r') >= 0;
      text.append(i == 0 ? "" : ",")
          .append(quoted ? "\"" + field.replace("\"", "\"\"") + "\"" : field);
    }
    text.append('\n');
  }
}
