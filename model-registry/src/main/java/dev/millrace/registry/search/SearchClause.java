package dev.millrace.registry.search;

import java.util.List;

/**
 * One comparison of a filter; the clauses of a filter hold together.
 *
 * @param tag whether the key names a tag, not an attribute
 * @param comparator upper case, as in {@code NOT IN}
 * @param values one value, or those of a list; a number is written as text
 * @param number whether the value was written as a number
 */
public record SearchClause(
    boolean tag, String key, String comparator, List<String> values, boolean number) {

  /** The only value of a clause that is not a list. */
  public String value() {
    return values.get(0);
  }

  /** Whether the clause compares with a list. */
  public boolean isList() {
    return comparator.endsWith("IN");
  }
}
