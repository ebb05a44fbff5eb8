package dev.millrace.batch;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes records of CSV. */
final class CsvFields {

  private CsvFields() {}

  /** The fields of a record, without their quotes. */
  static List<String> of(byte[] record) throws BrokenRowException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException e) {
      throw new BrokenRowException("It is not UTF-8.");
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int i = 0;
    while (true) {
      field.setLength(0);
      if (i < text.length() && text.charAt(i) == '"') {
        i = quoted(text, i + 1, field);
        if (i < text.length() && text.charAt(i) != ',') {
          throw new BrokenRowException("Something follows the quote that closes a field.");
        }
      } else {
        int end = text.indexOf(',', i);
        end = end < 0 ? text.length() : end;
        field.append(text, i, end);
        i = end;
      }
      fields.add(field.toString());
      if (i >= text.length()) {
        return fields;
      }
      i++;
    }
  }

  /** Where the field ends, behind its quote. */
  private static int quoted(String text, int start, StringBuilder field) throws BrokenRowException {
    int i = start;
    while (i < text.length()) {
      char each = text.charAt(i);
      if (each != '"') {
        field.append(each);
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i += 2;
      } else {
        return i + 1;
      }
    }
    throw new BrokenRowException("A quote is not closed.");
  }

  /** Records, each with its end of line. */
  static String write(List<List<String>> records) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      records.forEach(writer::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
