package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of an experiment have under one name: a column of their table.
 *
 * @param type number where every value is one; the values of a metric are its latest
 * @param count how many runs have it
 * @param distinct how many different values there are
 * @param distinctExact whether there are exactly so many; otherwise there are at least so many
 * @param min the least value: a number, or the first text by code points; NaN is left out, and it
 *     is absent where there is nothing else
 * @param max the greatest value, alike
 */
public record Column(
    String key,
    Kind kind,
    Type type,
    long count,
    long distinct,
    boolean distinctExact,
    @Nullable Object min,
    @Nullable Object max) {

  /** Where a column comes from, in the order of the catalogue. */
  public enum Kind {
    ATTRIBUTE,
    METRIC,
    PARAM,
    TAG;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no kind has that name
     */
    @JsonCreator
    public static Kind fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** What the values of a column are. */
  public enum Type {
    NUMBER,
    TEXT;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no type has that name
     */
    @JsonCreator
    public static Type fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
