package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.core.error.MlflowException;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column and refuses what is not exactly of its type. Messages name the
 * column and the row, and never hold the value.
 */
final class ColumnBuilder {

  private static final int LONGEST_NUMBER = 64;
  private static final double EXACT_UP_TO = 1L << 53;

  private final ColumnSpec spec;
  private final int rowCount;
  private final boolean converts;
  private final Object values;

  /**
   * @param converts whether values of another type are taken that stand for one of the column's
   */
  ColumnBuilder(ColumnSpec spec, int rowCount, boolean converts) {
    this.spec = spec;
    this.rowCount = rowCount;
    this.converts = converts;
    this.values =
        switch (spec.type()) {
          case FLOAT, DOUBLE -> new double[rowCount];
          case INTEGER, LONG -> new long[rowCount];
          case BOOLEAN -> new boolean[rowCount];
          case STRING, BINARY, DATETIME -> new String[rowCount];
        };
  }

  void put(int row, @Nullable JsonNode sent) {
    if (sent == null || sent.isNull() || sent.isMissingNode() || isNaN(sent)) {
      putNothing(row);
      return;
    }
    JsonNode value = converts ? ConvertedValue.of(sent, spec.type()) : sent;
    switch (spec.type()) {
      case FLOAT, DOUBLE -> {
        if (!value.isNumber()) {
          throw wrong(row, JsonKind.of(value));
        }
        putReal(row, value.doubleValue());
      }
      case INTEGER, LONG -> {
        if (!value.isIntegralNumber()) {
          putWhole(row, value);
          return;
        }
        if (!value.canConvertToLong()) {
          throw wrong(row, "a number out of range");
        }
        putInteger(row, value.longValue());
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          throw wrong(row, JsonKind.of(value));
        }
        ((boolean[]) values)[row] = value.booleanValue();
      }
      case STRING, BINARY, DATETIME -> {
        if (!value.isTextual()) {
          throw wrong(row, JsonKind.of(value));
        }
        putText(row, value.textValue());
      }
    }
  }

  /** MLflow: Python writes NaN for what is missing, though JSON has no word for it. */
  private static boolean isNaN(JsonNode sent) {
    return sent.isDouble() && Double.isNaN(sent.doubleValue());
  }

  /** MLflow: 5.0 is an integer, as pandas writes those of a column that had gaps. */
  private void putWhole(int row, JsonNode value) {
    if (!value.isNumber()) {
      throw wrong(row, JsonKind.of(value));
    }
    putInteger(row, whole(row, value.doubleValue()));
  }

  private long whole(int row, double value) {
    // Beyond 2^53 it is not known which integer was meant.
    if (!(Math.abs(value) <= EXACT_UP_TO)) {
      throw wrong(row, "a number out of range");
    }
    if (value != Math.rint(value)) {
      throw wrong(row, "a number with a fraction");
    }
    return (long) value;
  }

  /** A CSV field: an empty one is an absent value. */
  void putField(int row, String field) {
    if (field.isEmpty()) {
      putNothing(row);
      return;
    }
    if (converts) {
      put(row, TextNode.valueOf(field));
      return;
    }
    switch (spec.type()) {
      case FLOAT, DOUBLE -> putReal(row, parseReal(row, field));
      case INTEGER, LONG -> putInteger(row, parseInteger(row, field));
      case BOOLEAN -> {
        // MLflow: pandas writes and reads True and False.
        boolean isTrue = field.equalsIgnoreCase("true");
        if (!isTrue && !field.equalsIgnoreCase("false")) {
          throw wrong(row, "another text");
        }
        ((boolean[]) values)[row] = isTrue;
      }
      case STRING, BINARY, DATETIME -> putText(row, field);
    }
  }

  /** A value per row from an array that has them at {@code from} and every {@code step} on. */
  void putAll(Object sent, int from, int step) {
    for (int row = 0, at = from; row < rowCount; row++, at += step) {
      switch (spec.type()) {
        case FLOAT, DOUBLE -> {
          if (sent instanceof double[] reals) {
            putRealOrNothing(row, reals[at]);
          } else if (sent instanceof long[] integers) {
            putReal(row, integers[at]);
          } else {
            throw wrong(row, SentTensor.kindOf(sent));
          }
        }
        case INTEGER, LONG -> {
          if (!(sent instanceof long[] integers)) {
            throw wrong(row, SentTensor.kindOf(sent));
          }
          putInteger(row, integers[at]);
        }
        case BOOLEAN -> {
          if (!(sent instanceof boolean[] booleans)) {
            throw wrong(row, SentTensor.kindOf(sent));
          }
          ((boolean[]) values)[row] = booleans[at];
        }
        case STRING, BINARY, DATETIME -> {
          if (sent instanceof byte[][] bytes) {
            putBytes(row, bytes[at]);
          } else if (sent instanceof String[] texts) {
            putTextOrNothing(row, texts[at]);
          } else {
            throw wrong(row, SentTensor.kindOf(sent));
          }
        }
      }
    }
  }

  private void putRealOrNothing(int row, double value) {
    if (Double.isNaN(value)) {
      putNothing(row);
    } else {
      putReal(row, value);
    }
  }

  private void putTextOrNothing(int row, @Nullable String value) {
    if (value == null) {
      putNothing(row);
    } else {
      putText(row, value);
    }
  }

  private void putBytes(int row, byte[] value) {
    if (spec.type() == ColumnType.BINARY) {
      ((String[]) values)[row] = Base64.getEncoder().encodeToString(value);
      return;
    }
    String text = SentTensor.text(value);
    if (text == null) {
      throw wrong(row, "bytes that are not UTF-8");
    }
    putText(row, text);
  }

  ModelInput.Column build() {
    if (values instanceof double[] numbers) {
      return new ModelInput.Column.Numbers(spec, numbers);
    } else if (values instanceof long[] integers) {
      return new ModelInput.Column.Integers(spec, integers);
    } else if (values instanceof boolean[] booleans) {
      return new ModelInput.Column.Booleans(spec, booleans);
    }
    return new ModelInput.Column.Texts(spec, (String[]) values);
  }

  private void putNothing(int row) {
    if (spec.required()) {
      throw wrong(row, "no value");
    }
    switch (spec.type()) {
      case FLOAT, DOUBLE -> ((double[]) values)[row] = Double.NaN;
      case STRING, BINARY, DATETIME -> {}
      // There is no integer or boolean that stands for nothing.
      case INTEGER, LONG, BOOLEAN -> throw wrong(row, "no value");
    }
  }

  private void putReal(int row, double value) {
    boolean fits =
        spec.type() == ColumnType.FLOAT ? Float.isFinite((float) value) : Double.isFinite(value);
    if (!fits) {
      throw wrong(row, "a number out of range");
    }
    ((double[]) values)[row] = value;
  }

  private void putInteger(int row, long value) {
    if (spec.type() == ColumnType.INTEGER && value != (int) value) {
      throw wrong(row, "a number out of range");
    }
    ((long[]) values)[row] = value;
  }

  private void putText(int row, String value) {
    if (spec.type() == ColumnType.BINARY) {
      putBase64(row, value);
      return;
    }
    if (spec.type() == ColumnType.DATETIME && !isDateTime(value)) {
      throw wrong(row, "a string that is not an ISO 8601 date and time");
    }
    ((String[]) values)[row] = value;
  }

  /** MLflow: its own client breaks the lines of base64. */
  private void putBase64(int row, String value) {
    String base64 = value.indexOf('\n') < 0 ? value : value.replaceAll("\\R", "");
    try {
      Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong(row, "a string that is not base64");
    }
    ((String[]) values)[row] = base64;
  }

  private double parseReal(int row, String field) {
    // Java's parser also takes "1d", "0x1p3" and "NaN", which are no CSV numbers.
    if (field.length() > LONGEST_NUMBER || !field.chars().allMatch(c -> isNumberPart(c))) {
      throw wrong(row, "another text");
    }
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw wrong(row, "another text");
    }
  }

  private long parseInteger(int row, String field) {
    try {
      return Long.parseLong(field);
    } catch (NumberFormatException e) {
      if (field.length() <= LONGEST_NUMBER && field.matches("[+-]?[0-9]+")) {
        throw wrong(row, "a number out of range");
      }
      return whole(row, parseReal(row, field));
    }
  }

  private static boolean isNumberPart(int c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }

  private static boolean isDateTime(String value) {
    try {
      DateTimeFormatter.ISO_DATE_TIME.parse(
          value.length() > 10 ? value.replace(' ', 'T') : value + "T00:00:00");
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private MlflowException wrong(int row, String got) {
    return MlflowException.invalidParameter(
        "Column '"
            + spec.name()
            + "', row "
            + row
            + ": expected "
            + spec.type().wireName()
            + (spec.required() ? "" : " or null")
            + ", got "
            + got
            + " ("
            + rowCount
            + (rowCount == 1 ? " row" : " rows")
            + " sent, counted from 0).");
  }
}
