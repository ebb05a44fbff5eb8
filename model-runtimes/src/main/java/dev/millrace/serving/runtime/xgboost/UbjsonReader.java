package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.ELEMENT_BYTES;
import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads models that were saved as UBJSON (<a href="https://ubjson.org">draft 12</a>, big-endian):
 * all of it but high-precision numbers, which XGBoost does not write.
 */
final class UbjsonReader {

  private final DataInputStream in;
  private final MemoryBudget budget;

  /** At most; what a count claims must fit in there. */
  private final long fileBytes;

  private UbjsonReader(DataInputStream in, long fileBytes, MemoryBudget budget) {
    this.in = in;
    this.fileBytes = fileBytes;
    this.budget = budget;
  }

  static Object read(Path file, MemoryBudget budget) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      UbjsonReader reader = new UbjsonReader(in, Files.size(file), budget);
      Object root = reader.value(reader.marker(), "", 0);
      if (in.read() >= 0) {
        throw damaged("something follows its end", null);
      }
      return root;
    } catch (EOFException e) {
      throw damaged("it ends too early", e);
    }
  }

  private char marker() throws IOException {
    char marker;
    do {
      marker = (char) in.readUnsignedByte();
    } while (marker == 'N');
    return marker;
  }

  private Object value(char marker, String name, int depth) throws IOException {
    ModelDocument.requireDepth(depth);
    budget.take(ELEMENT_BYTES);
    return switch (marker) {
      case '{' -> object(depth);
      case '[' -> list(name, depth);
      case 'S' -> text(count(marker(), 1));
      case 'C' -> String.valueOf((char) in.readUnsignedByte());
      case 'Z' -> "";
      default -> number(marker);
    };
  }

  private static boolean isNumber(char marker) {
    return "iUIlLdDTF".indexOf(marker) >= 0;
  }

  private double number(char marker) throws IOException {
    return switch (marker) {
      case 'T' -> 1;
      case 'F' -> 0;
      case 'i' -> in.readByte();
      case 'U' -> in.readUnsignedByte();
      case 'I' -> in.readShort();
      case 'l' -> in.readInt();
      case 'L' -> in.readLong();
      case 'd' -> in.readFloat();
      case 'D' -> in.readDouble();
      default -> throw damaged("%02x stands where a value should".formatted((int) marker), null);
    };
  }

  /** A count of elements that take at least so many bytes each. */
  private int count(char type, int elementBytes) throws IOException {
    if (!isNumber(type) || "dDTF".indexOf(type) >= 0) {
      throw damaged("a length is no integer", null);
    }
    long count = type == 'L' ? in.readLong() : (long) number(type);
    if (count < 0 || count > fileBytes / elementBytes || count > Integer.MAX_VALUE - 8) {
      throw damaged("a list or text is longer than the file", null);
    }
    return (int) count;
  }

  private String text(int length) throws IOException {
    budget.take(2L * length);
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private Map<String, Object> object(int depth) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    char marker = marker();
    char type = 0;
    if (marker == '$') {
      type = marker();
      marker = marker();
      if (marker != '#') {
        throw damaged("a type has no count", null);
      }
    }
    int left = -1;
    if (marker == '#') {
      left = count(marker(), 2);
      marker = left == 0 ? '}' : marker();
    }
    while (left < 0 ? marker != '}' : left > 0) {
      String name = text(count(marker, 1));
      char valueType = type == 0 ? marker() : type;
      if (ModelDocument.isUnused(name)) {
        long taken = budget.taken();
        value(valueType, name, depth + 1);
        budget.settle(taken, 0);
      } else {
        fields.put(name, value(valueType, name, depth + 1));
      }
      left = left < 0 ? left : left - 1;
      if (left != 0) {
        marker = marker();
      }
    }
    return fields;
  }

  private Object list(String name, int depth) throws IOException {
    char marker = marker();
    if (marker == '$') {
      return typed(marker(), name);
    }
    int left = -1;
    if (marker == '#') {
      left = count(marker(), 1);
      if (left == 0) {
        return List.of();
      }
      marker = marker();
    } else if (marker == ']') {
      return List.of();
    }
    return isNumber(marker) ? numbers(marker, left, name) : values(marker, left, name, depth);
  }

  private List<Object> values(char first, int count, String name, int depth) throws IOException {
    List<Object> values = new ArrayList<>();
    char marker = first;
    int left = count;
    do {
      long taken = budget.taken();
      values.add(ModelDocument.kept(name, value(marker, name, depth + 1), taken, budget));
      left = left < 0 ? left : left - 1;
      marker = left == 0 ? ']' : marker();
    } while (left < 0 ? marker != ']' : left > 0);
    return values;
  }

  private double[] numbers(char first, int count, String name) throws IOException {
    Numbers numbers = new Numbers(budget);
    char marker = first;
    int left = count;
    do {
      if (!isNumber(marker)) {
        throw damaged("the list " + name + " holds more than numbers", null);
      }
      numbers.add(number(marker));
      left = left < 0 ? left : left - 1;
      marker = left == 0 ? ']' : marker();
    } while (left < 0 ? marker != ']' : left > 0);
    return numbers.toArray();
  }

  private double[] typed(char type, String name) throws IOException {
    int width =
        switch (type) {
          case 'i', 'U' -> 1;
          case 'I' -> 2;
          case 'l', 'd' -> 4;
          case 'L', 'D' -> 8;
          default -> throw damaged("the list " + name + " is of an unknown type", null);
        };
    if (marker() != '#') {
      throw damaged("a type has no count", null);
    }
    int count = count(marker(), width);
    if (ModelDocument.isUnused(name)) {
      in.skipNBytes((long) count * width);
      return new double[0];
    }
    budget.take(8L * count);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(type);
    }
    return values;
  }
}
