package dev.millrace.client;

import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns and rows of a CSV text (RFC 4180: commas, double quotes, the first record is the header),
 * read once as a stream.
 *
 * <p>A column is {@code long} or {@code double} where every value it has is such a number, else
 * {@code string}; it is not required where a value is missing: empty, {@code NA} or {@code NaN}.
 */
record CsvProfile(List<ColumnSpec> columns, long rows) {

  static CsvProfile read(Reader reader) throws IOException {
    Records records = new Records(reader);
    List<Column> columns =
        records.next().stream().map(Column::new).collect(ArrayList::new, List::add, List::addAll);
    long rows = 0;
    for (List<String> record = records.next(); !record.isEmpty(); record = records.next()) {
      if (record.size() == 1 && record.get(0).isEmpty()) {
        continue;
      }
      rows++;
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).see(i < record.size() ? record.get(i) : "");
      }
    }
    return new CsvProfile(columns.stream().map(Column::spec).toList(), rows);
  }

  private static final class Column {

    private final String name;
    private boolean isLong = true;
    private boolean isDouble = true;
    private boolean hasValue;
    private boolean hasMissing;

    Column(String name) {
      this.name = name;
    }

    void see(String value) {
      if (value.isEmpty() || value.equals("NA") || value.equals("NaN")) {
        hasMissing = true;
        return;
      }
      hasValue = true;
      isLong = isLong && value.matches("[+-]?\\d{1,18}");
      isDouble = isDouble && (isLong || isNumber(value));
    }

    ColumnSpec spec() {
      ColumnType type = ColumnType.STRING;
      if (hasValue && isDouble) {
        type = isLong ? ColumnType.LONG : ColumnType.DOUBLE;
      }
      return new ColumnSpec(name, type, !hasMissing);
    }

    private static boolean isNumber(String value) {
      return value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    }
  }

  /** Splits a character stream into records; an empty list is its end. */
  private static final class Records {

    private final Reader reader;
    private int next;

    Records(Reader reader) throws IOException {
      this.reader = reader;
      this.next = reader.read();
    }

    List<String> next() throws IOException {
      List<String> fields = new ArrayList<>();
      if (next < 0) {
        return fields;
      }
      StringBuilder field = new StringBuilder();
      boolean quoted = false;
      while (next >= 0) {
        char c = (char) next;
        next = reader.read();
        if (quoted) {
          if (c != '"') {
            field.append(c);
          } else if (next == '"') {
            field.append('"');
            next = reader.read();
          } else {
            quoted = false;
          }
        } else if (c == '"') {
          quoted = true;
        } else if (c == ',') {
          fields.add(take(field));
        } else if (c == '\n') {
          break;
        } else if (c != '\r') {
          field.append(c);
        }
      }
      fields.add(take(field));
      return fields;
    }

    private static String take(StringBuilder field) {
      String value = field.toString();
      field.setLength(0);
      return value;
    }
  }
}
