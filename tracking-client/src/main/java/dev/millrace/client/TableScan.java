package dev.millrace.client;

import dev.millrace.core.data.CanonicalText;
import dev.millrace.core.data.RowHasher;
import dev.millrace.core.data.RowSketch;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.data.TableHasher;
import dev.millrace.core.signature.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.datasketches.theta.HashIterator;
import org.apache.datasketches.theta.UpdateSketch;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the fields of a table: hashes, sketch of the rows and profile of the columns, in
 * the same memory for any number of rows.
 */
final class TableScan {

  private final List<ColumnStatistics> columns;
  private final RowHasher row = new RowHasher();
  private final TableHasher table;
  private final NumberText number = new NumberText();
  private final UpdateSketch rows =
      UpdateSketch.builder().setNominalEntries(RowSketch.NOMINAL_ENTRIES).build();
  private final byte[] hash = new byte[Sha256.LENGTH];
  private final ByteBuffer hashStart = ByteBuffer.wrap(hash);

  TableScan(List<String> names) {
    this.table = new TableHasher(names);
    this.columns =
        IntStream.range(0, names.size())
            .mapToObj(
                i -> new ColumnStatistics(names.get(i), i < TableSummary.MOST_PROFILED_COLUMNS))
            .toList();
  }

  int width() {
    return columns.size();
  }

  /** The next field of a row as it stands in a CSV file. */
  void addText(int column, char[] text, int offset, int length) {
    ColumnStatistics statistics = columns.get(column);
    if (length == 0) {
      row.addAbsent();
      statistics.seeNothing();
      return;
    }
    row.add(text, offset, length);
    if (isMissing(text, offset, length)) {
      statistics.seeNothing();
      return;
    }
    if (statistics.mayBeNumeric() && number.read(text, offset, length)) {
      statistics.seeNumber(number.value(), number.isWhole());
    } else {
      statistics.seeOther(ColumnType.STRING);
    }
    statistics.seeText(row.bytes(), row.valueOffset(), row.valueLength());
  }

  /** The next field of a row in memory. */
  void addValue(int column, @Nullable Object value) {
    ColumnStatistics statistics = columns.get(column);
    String text = CanonicalText.of(value);
    row.add(text);
    if (value == null || text == null || text.equals("NaN")) {
      statistics.seeNothing();
      return;
    }
    if (value instanceof Number given) {
      boolean real =
          value instanceof Double || value instanceof Float || value instanceof BigDecimal;
      statistics.seeNumber(given.doubleValue(), !real && !(value instanceof BigInteger));
    } else {
      statistics.seeOther(typeOf(value));
    }
    statistics.seeText(row.bytes(), row.valueOffset(), row.valueLength());
  }

  void endRow() {
    row.finish(hash);
    table.add(hash);
    rows.update(hashStart.getLong(0));
  }

  TableSummary finish() {
    TableHasher.Hashes hashes = table.finish();
    return new TableSummary(
        hashes.ordered(),
        hashes.unordered(),
        hashes.rows(),
        columns.stream().map(ColumnStatistics::spec).toList(),
        columns.stream()
            .limit(TableSummary.MOST_PROFILED_COLUMNS)
            .map(ColumnStatistics::profile)
            .toList(),
        sketch());
  }

  private RowSketch sketch() {
    rows.rebuild();
    long[] hashes = new long[rows.getRetainedEntries()];
    HashIterator retained = rows.iterator();
    for (int i = 0; retained.next(); i++) {
      hashes[i] = retained.get();
    }
    return RowSketch.of(rows.getThetaLong(), hashes);
  }

  private static ColumnType typeOf(Object value) {
    if (value instanceof Boolean) {
      return ColumnType.BOOLEAN;
    } else if (value instanceof byte[]) {
      return ColumnType.BINARY;
    } else if (value instanceof Instant
        || value instanceof LocalDate
        || value instanceof LocalDateTime
        || value instanceof OffsetDateTime
        || value instanceof ZonedDateTime) {
      return ColumnType.DATETIME;
    }
    return ColumnType.STRING;
  }

  private static boolean isMissing(char[] text, int offset, int length) {
    return text[offset] == 'N'
        && ((length == 2 && text[offset + 1] == 'A')
            || (length == 3 && text[offset + 1] == 'a' && text[offset + 2] == 'N'));
  }
}
