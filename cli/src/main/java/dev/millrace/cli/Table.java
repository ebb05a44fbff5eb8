package dev.millrace.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Aligned columns; numbers to the right, all else to the left. */
final class Table {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d[\\d.]*([eE][+-]?\\d+)?|NaN|-?Infinity");
  private static final String GAP = "  ";
  private static final String ABSENT = "-";
  private static final int NOTE = 60;

  private final boolean headed;
  private final String whenEmpty;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(boolean headed, String whenEmpty) {
    this.headed = headed;
    this.whenEmpty = whenEmpty;
  }

  /**
   * A list under headings.
   *
   * @param whenEmpty what is said where there are no rows
   */
  static Table of(String whenEmpty, String... headings) {
    Table table = new Table(true, whenEmpty);
    table.rows.add(Arrays.asList(headings));
    return table;
  }

  /** Names and values of one thing. */
  static Table ofDetails() {
    return new Table(false, "");
  }

  /** Adds a row; null is shown as a dash. A detail without a name goes on with the one above. */
  Table row(@Nullable Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(!headed && row.isEmpty() && "".equals(cell) ? "" : text(cell));
    }
    rows.add(row);
    return this;
  }

  String render() {
    if (rows.size() == (headed ? 1 : 0)) {
      return whenEmpty + System.lineSeparator();
    }
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = IntStream.range(0, columns).map(this::width).toArray();
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numeric[column] = headed && isNumeric(column);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - length(cell));
        line.append(column == 0 ? "" : GAP);
        line.append(numeric[column] ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  /** A time as people read it, in the zone of the machine. */
  static @Nullable String time(@Nullable Long millis) {
    return millis == null ? null : TIME.format(Instant.ofEpochMilli(millis));
  }

  /** As much of a note as fits beside other columns. */
  static @Nullable String firstLine(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String line = text.strip().lines().findFirst().orElse("");
    return line.codePointCount(0, line.length()) <= NOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, NOTE - 1)) + "…";
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.size())
        .mapToInt(row -> length(row.get(column)))
        .max()
        .orElse(0);
  }

  private boolean isNumeric(int column) {
    List<String> cells =
        rows.stream()
            .skip(1)
            .filter(row -> column < row.size())
            .map(row -> row.get(column))
            .filter(cell -> !cell.equals(ABSENT))
            .toList();
    return !cells.isEmpty() && cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches());
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String text(@Nullable Object cell) {
    if (cell == null) {
      return ABSENT;
    }
    if (cell instanceof Double number) {
      return number.isNaN() || number.isInfinite()
          ? number.toString()
          : String.format(Locale.ROOT, "%.6g", number);
    }
    // A control character in a name must not reach the terminal.
    String text = cell.toString().replaceAll("\\p{Cntrl}", " ");
    return text.isEmpty() ? ABSENT : text;
  }
}
