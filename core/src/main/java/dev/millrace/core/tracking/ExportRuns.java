package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks for all runs that a search finds, as one file.
 *
 * @param columns what of each run, in this order, such as {@code run_id}, {@code metrics.loss},
 *     {@code params.lr} or {@code tags.team}; everything where absent
 * @param format CSV where absent
 * @param exact in CSV, leaves texts as they are that a spreadsheet would take for a formula
 */
public record ExportRuns(
    @Nullable List<String> experimentIds,
    @Nullable String filter,
    @Nullable ViewType runViewType,
    @Nullable List<String> orderBy,
    @Nullable List<String> columns,
    @Nullable Format format,
    @Nullable Boolean exact) {

  /** The same runs in another format. */
  public ExportRuns as(@Nullable Format other) {
    return new ExportRuns(experimentIds, filter, runViewType, orderBy, columns, other, exact);
  }

  /** What a file of runs looks like. */
  public enum Format {
    /** A table with a heading, by RFC 4180. */
    CSV,
    /** One run as JSON a line. */
    JSONL;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no format has that name
     */
    @JsonCreator
    public static Format fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
