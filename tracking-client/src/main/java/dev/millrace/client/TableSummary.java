package dev.millrace.client;

import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.RowSketch;
import dev.millrace.core.signature.ColumnSpec;
import java.util.List;

/**
 * What one pass over a table found out; docs/data-hashes.md defines the hashes.
 *
 * @param orderedHash of the rows in their order, 64 lower-case hex digits
 * @param unorderedHash of the rows in any order
 * @param schema name and type of every column
 * @param profile of each of the first {@value #MOST_PROFILED_COLUMNS} columns
 * @param rowSketch from which the rows that it shares with another table can be estimated
 */
public record TableSummary(
    String orderedHash,
    String unorderedHash,
    long rows,
    List<ColumnSpec> schema,
    List<ColumnProfile> profile,
    RowSketch rowSketch) {

  /** Of a table with more columns these many, the first, are profiled. */
  public static final int MOST_PROFILED_COLUMNS = 1_000;

  public TableSummary {
    schema = List.copyOf(schema);
    profile = List.copyOf(profile);
  }
}
