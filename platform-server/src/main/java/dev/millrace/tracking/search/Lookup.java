package dev.millrace.tracking.search;

/** How a condition on a key finds the values that belong to a row. */
public enum Lookup {
  /**
   * By the key's place in the primary key, for each row that the search walks until its page is
   * full. The cost grows with the rows that are walked, and with nothing else that is stored.
   */
  BY_ROW,
  /**
   * By a join, in the order that PostgreSQL holds for the best. For an order that no index has:
   * then every row has to be looked at, and a join looks at many rows for less than one by one.
   */
  BY_JOIN
}
