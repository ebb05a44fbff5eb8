package dev.millrace.tracking.search;

import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.OrderBy;
import java.util.List;

/** How one noun's fields are found in its tables. */
public interface SearchColumns {

  /** Appends the condition that a comparison states: true or false of every row, never null. */
  void condition(Filter.Comparison comparison, SqlText sql);

  /** Appends the condition that a text is found in a row. */
  void word(String text, SqlText sql);

  /**
   * Appends the join that an order key needs, if it needs one, and answers the columns to sort by.
   *
   * @param place of the order key among all of them; aliases that end in it are free for the join
   */
  List<SortKey> sortKeys(OrderBy orderBy, int place, SqlText joins);

  /**
   * The columns that decide between equals, so that the order is total.
   *
   * @param sorted the fields that the caller sorts by already
   */
  List<SortKey> tieBreakers(List<Field> sorted);
}
