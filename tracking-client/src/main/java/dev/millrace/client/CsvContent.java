package dev.millrace.client;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV text (RFC 4180: UTF-8, commas, double quotes, the first record is the header), read once as
 * a stream. Every record has as many fields as the header.
 *
 * @param sha256 of the bytes
 */
record CsvContent(String sha256, TableSummary table) {

  /** A field cannot be longer: a quote that is never closed must not fill the memory. */
  private static final int LONGEST_FIELD = 16 << 20;

  /**
   * Reads a text to its end; the caller closes it.
   *
   * @param source what an error names
   * @param size in bytes, or {@link Progress#UNKNOWN}
   * @throws MalformedDataException where it is no such text
   */
  static CsvContent read(String source, InputStream content, long size, Progress progress)
      throws IOException {
    HashedText text = new HashedText(content, size, progress);
    Records records = new Records(source);
    CsvReader<Boolean> reader =
        CsvReader.builder()
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            // Told here with the line.
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(LONGEST_FIELD)
            .build(records, text);
    try {
      for (Iterator<Boolean> each = reader.iterator(); each.hasNext(); ) {
        each.next();
      }
      return new CsvContent(text.finish(), records.scan().finish());
    } catch (CsvParseException e) {
      throw records.malformed(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof MalformedInputException) {
        throw records.malformed("This is not UTF-8.");
      }
      throw e.getCause();
    }
  }

  /** Hands each field on as it is found, without making a String of it. */
  private static final class Records extends AbstractBaseCsvCallbackHandler<Boolean> {

    private final String source;
    private final List<String> header = new ArrayList<>();
    private @Nullable TableScan scan;
    private long line = 1;

    Records(String source) {
      this.source = source;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      line = startingLineNumber;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      TableScan table = scan;
      if (table == null) {
        header.add(new String(text, offset, length));
      } else if (index < table.width()) {
        table.addText(index, text, offset, length);
      }
    }

    @Override
    protected Boolean buildRecord() {
      if (getRecordType() == RecordType.EMPTY) {
        return false;
      }
      TableScan table = scan;
      if (table == null) {
        scan = new TableScan(header);
        return true;
      }
      if (getFieldCount() != table.width()) {
        throw malformed(
            "It has " + getFieldCount() + " fields where the header has " + table.width() + ".");
      }
      table.endRow();
      return true;
    }

    TableScan scan() {
      return scan == null ? new TableScan(header) : scan;
    }

    MalformedDataException malformed(String problem) {
      return new MalformedDataException(source, line, problem);
    }

    RuntimeException malformed(CsvParseException e) {
      if (e.getCause() instanceof MalformedDataException known) {
        return known;
      }
      String problem = String.valueOf(e.getMessage());
      return malformed(problem.replaceFirst(" \\(record starting at line \\d+\\)$", "."));
    }
  }
}
